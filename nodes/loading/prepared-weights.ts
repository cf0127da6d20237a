import { isAsItIs, prepare } from '../networks/weights/prepare/prepare.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import type { RunContext } from '../run-context.ts';
import type { Device } from '../runtime/device.ts';
import { inGigabytes } from '../runtime/in-gigabytes.ts';
import { MEANING, type Precision } from '../runtime/precision.ts';

const MEGABYTE = 1e6;
/** What is converted in less than a second is not. */
const WORTH_TELLING = 100 * MEGABYTE;

/** The device as a network of a precision computes on it: what is to be exact is not computed in float16. */
export function deviceFor(device: Device, precision: Precision): Device {
  return precision === 'fp32' ? { ...device, arithmetic: 'float32' } : device;
}

/**
 * A network's weights in a precision: converted the first time, with progress shown, then taken from the cache.
 * @param source with diffusers' names
 * @throws what `prepare` throws, and Interrupted; what is converted by then is kept
 */
export async function preparedWeights(
  source: WeightSource,
  precision: Precision,
  { device, files, notice, progress }: Pick<RunContext, 'device' | 'files' | 'notice' | 'progress'>,
): Promise<WeightSource> {
  const scaleType = deviceFor(device, precision).arithmetic === 'float16' ? 'F16' : 'F32';
  if (isAsItIs(source, precision, scaleType)) return source;
  const stop = new AbortController();
  let telling = Promise.resolve();
  let isTelling = false;
  let isTold = false;
  const tell = (total: number) => {
    const { title } = MEANING[precision];
    notice(
      `${source.label} is converted to ${title}, once: ${inGigabytes(total)}. Progress is in MB.`,
    );
    isTold = true;
  };
  try {
    return await prepare(source, precision, {
      dir: files.cacheDir,
      scaleType,
      signal: stop.signal,
      progress({ done, total }) {
        if (!isTold && total > WORTH_TELLING) tell(total);
        if (isTelling) return;
        isTelling = true;
        telling = progress(Math.floor(done / MEGABYTE), Math.ceil(total / MEGABYTE))
          .catch((interrupted: unknown) => stop.abort(interrupted))
          .finally(() => (isTelling = false));
      },
    });
  } finally {
    await telling;
  }
}
