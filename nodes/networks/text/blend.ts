import { dim, type Tensor } from '../../tensor.ts';
import type { TokenSequence } from './sequence.ts';

/**
 * Weighs token by token: empty + (token - empty) * weight, `empty` being the same place of an encoded empty prompt.
 * @param hidden [sequences, length, width]
 * @param empty [1, length, width]
 */
export function weighTokens(
  hidden: Tensor,
  empty: Tensor,
  sequences: readonly TokenSequence[],
): Tensor {
  const width = dim(hidden, 2);
  const data = Float32Array.from(hidden.data);
  const perSequence = empty.data.length;
  for (const [row, sequence] of sequences.entries()) {
    for (const [place, { weight }] of sequence.entries()) {
      if (weight === 1) continue;
      const base = place * width;
      for (let i = 0; i < width; i++) {
        const at = row * perSequence + base + i;
        const plain = empty.data[base + i] as number;
        data[at] = plain + ((data[at] as number) - plain) * weight;
      }
    }
  }
  return { data, shape: hidden.shape };
}

export function isWeighted(sequences: readonly TokenSequence[]): boolean {
  return sequences.some((sequence) => sequence.some(({ weight }) => weight !== 1));
}
