import type { Device } from './device.ts';

/** Weights, in bytes, from which on memory counts for more than a few percent of time. */
const LARGE = 2 ** 28;

/**
 * The device for a large network: ONNX Runtime's memory patterns would hold its activations twice from the second run on,
 * which saves small networks a few percent of their time.
 * @param bytes of its weights
 */
export function sparing(device: Device, bytes: number): Device {
  if (bytes < LARGE) return device;
  return {
    ...device,
    sessionOptions: () => ({ ...device.sessionOptions(), enableMemPattern: false }),
  };
}
