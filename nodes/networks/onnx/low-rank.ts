import { sizeOf } from '../../tensor.ts';
import type { StoredTensor } from '../weights/weight-source.ts';

/**
 * A low-rank side branch of one linear layer: y += strength * scale * b (a x). Its factors lie in the LoRA's file.
 * Source: LoRA, arXiv 2106.09685, section 4.1; `scale` is its alpha / r.
 */
export interface LowRank {
  /** The layer by its diffusers name, e.g. `transformer_blocks.0.attn.to_q`. */
  readonly module: string;
  /** [rank, in] */
  readonly a: StoredTensor;
  /** [out, rank] */
  readonly b: StoredTensor;
  readonly scale: number;
}

/**
 * Memory that the factors of several LoRAs take in a session.
 * @param bytesPerElement 4, or 2 where the device calculates in float16
 */
export function lowRankBytes(
  loras: readonly (readonly LowRank[])[],
  bytesPerElement: number,
): number {
  const factors = new Map<string, number>();
  for (const { a, b } of loras.flat()) {
    for (const { file, spans, shape } of [a, b]) {
      factors.set(`${file} ${spans.map(({ offset }) => offset).join()}`, sizeOf(shape));
    }
  }
  return bytesPerElement * factors.values().reduce((sum, size) => sum + size, 0);
}
