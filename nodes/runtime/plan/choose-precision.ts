import { UserError } from '../../errors.ts';
import { inGigabytes } from '../in-gigabytes.ts';
import { MEANING, runsOn, type Precision } from '../precision.ts';
import { totalBytes, type NetworkSize, type PlannedDevice } from './network-size.ts';

export type WantedPrecision = Precision | 'auto';

export interface ChosenPrecision {
  readonly precision: Precision;
  /** What would have been taken if memory had allowed it, in words. */
  readonly reason: string | null;
}

/** Who has little memory to spare computes in 8 bit rather than give all of it to 32. */
const SHARE_OF_FP32_ON_CPU = 0.5;

/**
 * Automatic: the first that fits of fp32 (CPU) or fp16, int8 and int4, beginning with what the file holds; where none does,
 * int4. It goes by the network and the budget alone, not by the picture: that must not change what a seed gives.
 * @param working bytes that a usual picture takes beside the weights
 * @throws UserError `precision_unavailable`
 */
export function choosePrecision(
  size: NetworkSize,
  wanted: WantedPrecision,
  device: PlannedDevice,
  budget: number,
  working: number,
): ChosenPrecision {
  if (wanted !== 'auto') {
    const isHalfless = wanted === 'fp16' && device.arithmetic === 'float32';
    if (isHalfless || !runsOn(wanted, device.kind)) throw unavailable(wanted, device);
    return { precision: wanted, reason: null };
  }
  const ladder = ladderOf(device);
  const first = size.stored ? Math.max(0, ladder.indexOf(size.stored)) : 0;
  const reasons: string[] = [];
  for (const precision of ladder.slice(first)) {
    const bytes = totalBytes(size, precision, device);
    const isHalved = precision === 'fp32' && device.kind === 'cpu';
    const limit = isHalved ? budget * SHARE_OF_FP32_ON_CPU : budget - working;
    if (bytes <= limit) return { precision, reason: reasons[0] ?? null };
    const limited = isHalved
      ? `${inGigabytes(bytes)}, more than half of`
      : `${inGigabytes(bytes)} of`;
    reasons.push(
      `${MEANING[precision].title} would need ${limited} the ${inGigabytes(budget)} budget`,
    );
  }
  return { precision: ladder.at(-1) as Precision, reason: reasons[0] ?? null };
}

/** Precisions that are chosen by themselves, best first. */
export function ladderOf({ kind, arithmetic }: PlannedDevice): readonly Precision[] {
  return [kind !== 'cpu' && arithmetic === 'float16' ? 'fp16' : 'fp32', 'int8', 'int4'];
}

function unavailable(precision: Precision, { kind }: PlannedDevice): UserError {
  const { title, runsOn } = MEANING[precision];
  const where = runsOn === 'cpu' ? 'on the CPU alone' : 'on graphics cards that compute in 16 bit';
  const here = kind === 'cpu' ? 'the CPU' : runsOn === 'cpu' ? 'a graphics card' : 'another';
  return new UserError(
    'precision_unavailable',
    `${precision} (${title}) runs ${where}; this is ${here}.`,
    'Choose int8 or int4, which run everywhere, or leave the choice to auto.',
  );
}
