import type { Predictions } from './predictions.ts';

const LEAST_LENGTH = 1e-8;

/**
 * Keeps guidance from lengthening the channels of any position beyond what the positive predicts, then multiplies by `strength`.
 * Source: ComfyUI's CFGNorm.
 */
export function channelNorm(
  mixed: Float32Array,
  { shape, positive }: Predictions,
  strength: number,
): Float32Array {
  const [items = 1, channels = 1, height = 1, width = 1] = shape;
  const plane = height * width;
  const out = new Float32Array(mixed.length);
  for (let position = 0; position < items * plane; position++) {
    const first = Math.floor(position / plane) * channels * plane + (position % plane);
    let [most, length] = [0, 0];
    for (let c = 0, i = first; c < channels; c++, i += plane) {
      most += (positive[i] as number) ** 2;
      length += (mixed[i] as number) ** 2;
    }
    const scale = Math.min(1, Math.sqrt(most) / (Math.sqrt(length) + LEAST_LENGTH)) * strength;
    for (let c = 0, i = first; c < channels; c++, i += plane) out[i] = scale * (mixed[i] as number);
  }
  return out;
}
