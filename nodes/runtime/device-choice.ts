import { DEVICE_KINDS, type DeviceKind } from './device.ts';

/** `auto`, a kind, or one of several cards of a kind: `cuda:1`. */
export type DeviceChoice = 'auto' | DeviceKind | `cuda:${number}` | `dml:${number}`;

export interface WantedDevice {
  readonly kind: DeviceKind;
  /** Which of several cards. */
  readonly index: number;
}

/** Names for people. */
export const TITLES: Readonly<Record<DeviceKind, string>> = {
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'CoreML',
  cpu: 'CPU',
};

/** What a choice names, in the order in which it is tried. @param backends those that ONNX Runtime has here */
export function wantedDevices(
  choice: DeviceChoice,
  backends: ReadonlySet<string>,
): readonly WantedDevice[] {
  if (choice === 'auto') {
    return DEVICE_KINDS.filter((kind) => backends.has(kind)).map((kind) => ({ kind, index: 0 }));
  }
  const [kind, index = '0'] = choice.split(':') as [DeviceKind, string?];
  return [{ kind, index: Number(index) }];
}
