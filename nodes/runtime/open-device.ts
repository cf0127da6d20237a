import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { adapterOf, graphicsOf, type Graphics } from './adapters/graphics.ts';
import { explain } from './cures.ts';
import { TITLES, wantedDevices, type DeviceChoice, type WantedDevice } from './device-choice.ts';
import { cpuDevice, gpuDevice, testedOn, type Device, type DeviceKind } from './device.ts';
import type { DeviceReport, ProbeRequest } from './probe/device-report.ts';
import { remembered } from './probe/remembered.ts';
import { runProbe } from './probe/run-probe.ts';
import { watchPlacement, type NetworkPlacement } from './placement/watch-placement.ts';
import { hasCudaLibrary } from './provider-library.ts';
import { rememberedSelfTest, rightOnes, type OperatorTest } from './self-test.ts';

export interface DeviceOptions {
  /** CPU threads; 0: as many as there are physical cores. */
  readonly threads?: number;
  /** Where test results are remembered; absent: the tests run every time. */
  readonly cacheDir?: string;
  /** Bytes of the largest tensor, where a card is to be treated as a smaller one. */
  readonly maxBufferBytes?: number;
  /** Is told where the nodes of each network run, unless the device is the CPU. */
  readonly onPlacement?: (placement: NetworkPlacement) => void;
  /** For tests. */
  readonly probe?: (request: ProbeRequest) => Promise<DeviceReport>;
}

/** A device that could be meant, and what became of it. */
export interface Candidate {
  readonly kind: DeviceKind;
  readonly name: string;
  /** Why it was not taken; null for the one that was, and for those after it, which were not tried. */
  readonly reason: string | null;
  readonly taken: boolean;
}

export interface OpenedDevice {
  readonly device: Device;
  readonly selfTest: readonly OperatorTest[];
  /** In the order in which they are tried. */
  readonly candidates: readonly Candidate[];
  /** Why it is none of those that would have been taken first; null where it is the first. */
  readonly fallback: string | null;
  /** Changes when the device or its driver does; empty for the CPU. */
  readonly fingerprint: string;
}

/**
 * @param choice `auto`: the first that works of CUDA, WebGPU, DirectML, CoreML and the CPU; anything else is never replaced
 * @throws UserError `device_unavailable`
 */
export async function openDevice(
  choice: DeviceChoice,
  options: DeviceOptions = {},
): Promise<OpenedDevice> {
  if (choice === 'cpu') return openCpu(options, []);
  const graphics = await graphicsOf();
  const backends = await backendsHere();
  // Without a card of NVIDIA's, CUDA is no choice that was missed.
  if (choice === 'auto' && graphics.nvidia.length === 0 && !hasCudaLibrary())
    backends.delete('cuda');
  const refused: Candidate[] = [];
  const wanted = wantedDevices(choice, backends);
  for (const [i, one] of wanted.entries()) {
    if (one.kind === 'cpu') return openCpu(options, refused);
    const name = nameOf(one, graphics);
    try {
      const opened = await openGpu({ ...one, kind: one.kind }, name, backends, graphics, options);
      const untried = wanted.slice(i + 1).map((later) => untriedOf(later, graphics));
      const taken = { kind: one.kind, name, reason: null, taken: true };
      return { ...opened, candidates: [...refused, taken, ...untried], fallback: null };
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const { reason, cure } = explain(one.kind, said);
      refused.push({ kind: one.kind, name, reason, taken: false });
      if (choice !== 'auto') {
        throw new UserError('device_unavailable', `${name} cannot be used here: ${reason}.`, cure, {
          cause: error,
        });
      }
    }
  }
  return openCpu(options, refused);
}

/** Kinds of device that ONNX Runtime has on this system, whether or not they work. */
export async function backendsHere(): Promise<Set<string>> {
  const { ort } = await import('./ort.ts');
  return new Set(ort.listSupportedBackends().map(({ name }) => name));
}

async function openGpu(
  wanted: ProbeRequest,
  name: string,
  backends: ReadonlySet<string>,
  graphics: Graphics,
  options: DeviceOptions,
): Promise<Pick<OpenedDevice, 'device' | 'selfTest' | 'fingerprint'>> {
  const { kind, index } = wanted;
  if (!backends.has(kind)) throw new Error(`ONNX Runtime has no ${TITLES[kind]} on this system`);
  if (kind === 'cuda' && !hasCudaLibrary()) throw new Error('its libraries are not installed');
  const { ort } = await import('./ort.ts');
  const fingerprint = JSON.stringify([
    ort.env.versions.node,
    kind,
    index,
    graphics.fingerprint,
    ...testedOn({ kind, arithmetic: 'float16' }),
  ]);
  const report = await remembered<DeviceReport>(
    options.cacheDir && join(options.cacheDir, `device-${kind}-${index}.json`),
    fingerprint,
    isReport,
    () => (options.probe ?? runProbe)(wanted),
  );
  const adapter = adapterOf(graphics, kind, index);
  const most = options.maxBufferBytes ?? Infinity;
  const device = gpuDevice({
    kind,
    index,
    name,
    fused: rightOnes(report.tests),
    arithmetic: report.float16 ? 'float16' : 'float32',
    limits: { maxBufferBytes: Math.min(report.maxBufferBytes, most) },
    memory: adapter?.memory ?? null,
  });
  const { onPlacement, cacheDir } = options;
  const watched = onPlacement
    ? watchPlacement(device, onPlacement, { cacheDir, fingerprint })
    : device;
  return { device: watched, selfTest: report.tests, fingerprint };
}

async function openCpu(
  { threads = 0, cacheDir, maxBufferBytes }: DeviceOptions,
  refused: readonly Candidate[],
): Promise<OpenedDevice> {
  const selfTest = await rememberedSelfTest((fused) => cpuDevice(threads, fused), cacheDir);
  const whole = cpuDevice(threads, rightOnes(selfTest));
  const device = maxBufferBytes === undefined ? whole : { ...whole, limits: { maxBufferBytes } };
  const taken = { kind: 'cpu', name: TITLES.cpu, reason: null, taken: true } as const;
  const reasons = refused.map(({ name, reason }) => `${name} cannot be used here: ${reason}.`);
  return {
    device,
    selfTest,
    candidates: [...refused, taken],
    fallback: reasons.length > 0 ? reasons.join(' ') : null,
    fingerprint: '',
  };
}

function untriedOf(wanted: WantedDevice, graphics: Graphics): Candidate {
  return { kind: wanted.kind, name: nameOf(wanted, graphics), reason: null, taken: false };
}

/** `CUDA, NVIDIA H100`; the kind alone where the card is not known. */
function nameOf({ kind, index }: WantedDevice, graphics: Graphics): string {
  const title = index > 0 ? `${TITLES[kind]} ${index}` : TITLES[kind];
  const adapter = adapterOf(graphics, kind, index);
  return adapter ? `${title}, ${adapter.name}` : title;
}

function isReport({ tests, float16, maxBufferBytes }: Partial<DeviceReport>): boolean {
  return Array.isArray(tests) && typeof float16 === 'boolean' && typeof maxBufferBytes === 'number';
}
