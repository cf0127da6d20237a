import type { WeightSource } from '../networks/weights/weight-source.ts';
import { sizeOf } from '../tensor.ts';

/** What a LoRA adds to a network at most: all of its file, as float32. */
export function bytesOfLora({ tensors }: WeightSource): number {
  return tensors.values().reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
}
