import type { DeviceLimits, Target } from '../../runtime/device.ts';

/** In how many equal parts attention is computed where it is not fused. */
export interface AttentionChunks {
  /** Of the heads: divides their number. */
  readonly heads: number;
  /** Of the queries. */
  readonly queries: number;
}

export const UNDIVIDED: AttentionChunks = { heads: 1, queries: 1 };

const BYTES_PER_LOGIT = 4;

/**
 * The fewest parts whose logits [batch, heads, queries, keys] fit in one buffer: parts of the heads, and where those of a single
 * head are too many, of the queries. Pure: part of the key of what is built by it.
 */
export function attentionChunks(
  { maxBufferBytes }: DeviceLimits,
  heads: number,
  queries: number,
  keys: number,
  batch = 1,
): AttentionChunks {
  const perHead = batch * queries * keys * BYTES_PER_LOGIT;
  const together = Math.floor(maxBufferBytes / perHead);
  if (together >= heads) return UNDIVIDED;
  if (together < 1)
    return { heads, queries: Math.min(queries, Math.ceil(perHead / maxBufferBytes)) };
  let parts = Math.ceil(heads / together);
  while (heads % parts !== 0) parts++;
  return { heads: parts, queries: 1 };
}

/** The parts that a device needs for so many tokens, all of which attend to all. */
export function chunksFor(
  { fused, limits }: Pick<Target, 'fused' | 'limits'>,
  heads: number,
  tokens: number,
  batch: number,
): AttentionChunks {
  return fused.has('MultiHeadAttention') || !fused.has('DividedAttention')
    ? UNDIVIDED
    : attentionChunks(limits, heads, tokens, tokens, batch);
}
