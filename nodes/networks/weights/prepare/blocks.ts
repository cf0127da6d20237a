/**
 * Weight-only blocks of 32 along a row: value = (code - 2^(bits - 1)) * scale. What ONNX Runtime's MatMulNBits reads, and what
 * GGUF's Q8_0 and Q4_0 hold.
 */
import { absMax } from './finite.ts';
import { bestScale, toInt4 } from './scale-search.ts';

export const BLOCK = 32;
const MAX_8 = 127;

/** Rounds a scale to the type that it is stored in. */
export type RoundScale = (scale: number) => number;

/**
 * @param weights whole blocks
 * @param codes one byte a weight
 * @param scales one a block, rounded
 */
export function toBlocks8(
  weights: Float32Array,
  codes: Uint8Array,
  scales: Float32Array,
  round: RoundScale,
): void {
  for (let block = 0, from = 0; from < weights.length; block++, from += BLOCK) {
    const to = from + BLOCK;
    const scale = round(absMax(weights, from, to) / MAX_8);
    scales[block] = scale;
    const inverse = scale > 0 ? 1 / scale : 0;
    for (let i = from; i < to; i++) {
      const code = ((weights[i] as number) * inverse + 128.5) | 0;
      // A scale that was rounded down may leave the largest one step outside.
      codes[i] = code > 255 ? 255 : code < 0 ? 0 : code;
    }
  }
}

/**
 * The scale of each block is the one of several with the least squared error.
 * @param weights whole blocks
 * @param codes two weights a byte, the first in the low half
 * @param scales one a block, rounded
 */
export function toBlocks4(
  weights: Float32Array,
  codes: Uint8Array,
  scales: Float32Array,
  round: RoundScale,
): void {
  for (let block = 0, from = 0; from < weights.length; block++, from += BLOCK) {
    const scale = round(bestScale(weights, from, from + BLOCK));
    scales[block] = scale;
    const inverse = scale === 0 ? 0 : 1 / scale;
    for (let i = from; i < from + BLOCK; i += 2) {
      const low = toInt4((weights[i] as number) * inverse) + 8;
      const high = toInt4((weights[i + 1] as number) * inverse) + 8;
      codes[i >> 1] = low | (high << 4);
    }
  }
}
