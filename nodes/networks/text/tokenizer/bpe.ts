/**
 * Byte pair encoding: the pair of neighbours that was learnt first is merged first, the leftmost of equals before the others.
 * Source: Sennrich et al., arXiv 1508.07909, section 3.2.
 */
import { MinHeap } from './min-heap.ts';

/** `left right` to the order in which the merge was learnt. */
export type MergeRanks = ReadonlyMap<string, number>;

export interface Merged {
  readonly text: string;
  /** Symbols that were merged into it. */
  readonly symbols: number;
}

/** In O(n log n) for n symbols. */
export function mergePairs(symbols: readonly string[], ranks: MergeRanks): Merged[] {
  const count = symbols.length;
  const texts: (string | null)[] = [...symbols];
  const next = Int32Array.from(symbols, (_, i) => i + 1);
  const previous = Int32Array.from(symbols, (_, i) => i - 1);
  const queue = new MinHeap();

  const rankAt = (at: number): number | undefined => {
    const right = texts[next[at] ?? count];
    return texts[at] == null || right == null ? undefined : ranks.get(`${texts[at]} ${right}`);
  };
  const offer = (at: number) => {
    const rank = at < 0 ? undefined : rankAt(at);
    if (rank !== undefined) queue.push(rank * count + at);
  };
  for (let at = 0; at < count; at++) offer(at);

  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) {
    const at = entry % count;
    if (rankAt(at) !== (entry - at) / count) continue;
    const right = next[at] as number;
    texts[at] = `${texts[at]}${texts[right]}`;
    texts[right] = null;
    const after = next[right] as number;
    next[at] = after;
    if (after < count) previous[after] = at;
    offer(previous[at] as number);
    offer(at);
  }

  const merged: Merged[] = [];
  for (let at = 0; at < count; at = next[at] as number) {
    merged.push({ text: texts[at] as string, symbols: (next[at] as number) - at });
  }
  return merged;
}
