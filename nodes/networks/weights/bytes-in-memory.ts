import type { Target } from '../../runtime/device.ts';
import { sizeOf } from '../../tensor.ts';
import type { StoredTensor } from './weight-source.ts';

/** What a tensor takes on a device: codes of a linear form as they are stored, everything else as the device's floats. */
export function bytesInMemory(
  { type, shape }: Pick<StoredTensor, 'type' | 'shape'>,
  { arithmetic }: Pick<Target, 'arithmetic'>,
): number {
  if (type === 'U8' || type === 'I8') return sizeOf(shape);
  return sizeOf(shape) * (arithmetic === 'float16' ? 2 : 4);
}
