import type { Target } from '../../runtime/device.ts';

/** Float32 values at work for each token and channel: the stream, its norms, queries, keys and values, the 4 x wide MLP. */
const VALUES = 32;

interface Width {
  readonly heads: number;
  readonly headDim: number;
}

/** Memory that one item of a batch takes while a transformer runs, beside its weights: an estimate. */
export function activationBytes(
  { heads, headDim }: Width,
  tokens: number,
  { fused, limits }: Pick<Target, 'fused' | 'limits'>,
): number {
  const streams = tokens * heads * headDim * VALUES * Float32Array.BYTES_PER_ELEMENT;
  if (fused.has('MultiHeadAttention')) return streams;
  const logits = tokens ** 2 * heads * Float32Array.BYTES_PER_ELEMENT;
  return streams + 2 * Math.min(logits, limits.maxBufferBytes);
}
