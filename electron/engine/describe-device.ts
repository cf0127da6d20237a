import type { OpenedDevice } from '../../nodes/runtime/open-device.ts';
import type { DeviceInfo, NetworkPlacement } from '../protocol/device.ts';

/** What a device is, for people. */
export function describeDevice(
  { device, selfTest, candidates, fallback }: OpenedDevice,
  threads: number,
  memoryBudget: number,
): DeviceInfo {
  return {
    kind: device.kind,
    name: device.name,
    precision: device.arithmetic === 'float16' ? 'fp16' : 'fp32',
    threads,
    ownMemory: device.memory,
    maxBuffer: device.limits.maxBufferBytes,
    selfTest,
    candidates,
    fallback,
    networks: [],
    memoryBudget,
  };
}

/** With what is known by now of one of its networks. */
export function withNetwork(device: DeviceInfo, placement: NetworkPlacement): DeviceInfo {
  const others = device.networks.filter(({ network }) => network !== placement.network);
  return { ...device, networks: [...others, placement] };
}

/** A line for the log, where the CPU computes for the device. */
export function fallenInWords({ network, fallen, copies }: NetworkPlacement): string | null {
  const operators = Object.entries(fallen).map(([operator, count]) => `${count} ${operator}`);
  if (operators.length === 0) return null;
  return `${network}: the device cannot run ${operators.join(', ')}; the CPU does, with ${copies} copies in every run.`;
}
