import type { Target } from '../runtime/device.ts';
import { sizeOf } from '../tensor.ts';
import { lowRankBytes, type LowRank } from './onnx/low-rank.ts';
import type { WeightSource } from './weights/weight-source.ts';

/**
 * What a session's weights take on a device: codes of a linear form as they are stored, everything else, LoRAs too, as the
 * device's floats.
 * @param isOurs which tensors, by their names
 */
export function bytesOfPart(
  weights: WeightSource,
  { arithmetic }: Pick<Target, 'arithmetic'>,
  loras: readonly (readonly LowRank[])[],
  isOurs: (tensor: string) => boolean,
): number {
  const float = arithmetic === 'float16' ? 2 : 4;
  let bytes = 0;
  for (const [name, { type, shape }] of weights.tensors) {
    if (!isOurs(name)) continue;
    bytes += sizeOf(shape) * (type === 'U8' || type === 'I8' ? 1 : float);
  }
  const branches = loras.map((list) => list.filter(({ module }) => isOurs(`${module}.weight`)));
  return bytes + lowRankBytes(branches, float);
}
