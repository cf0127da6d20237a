/** Blocks `from` to before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** @param block null: in no range */
export function isIn({ from, to }: Range, block: number | null): boolean {
  return block !== null && block >= from && block < to;
}

/** A network's blocks over sessions. */
export interface Spread {
  /** Ranges that follow one another, together all blocks. */
  readonly parts: readonly Range[];
  /** How many of the first parts stay in memory; the others are loaded for their turn in every run. */
  readonly resident: number;
  /** What is in memory at once, at most. */
  readonly bytes: number;
  /** How many blocks are loaded in every run. */
  readonly streamed: number;
}

/**
 * All in one session where they fit; else as many of the first blocks as leave room for the largest of the others, which take
 * turns.
 * @param blocks bytes of each
 * @returns null where not even one block fits
 */
export function spread(blocks: readonly number[], available: number): Spread | null {
  const total = blocks.reduce((sum, bytes) => sum + bytes, 0);
  const whole = { from: 0, to: blocks.length };
  if (total <= available) return { parts: [whole], resident: 1, bytes: total, streamed: 0 };
  let kept = total;
  let largest = 0;
  for (let from = blocks.length - 1; from >= 0; from--) {
    const bytes = blocks[from] as number;
    kept -= bytes;
    largest = Math.max(largest, bytes);
    if (kept + largest > available) continue;
    if (from === 0) return oneByOne(blocks);
    const turns = singles(from, blocks.length);
    return {
      parts: [{ from: 0, to: from }, ...turns],
      resident: 1,
      bytes: kept + largest,
      streamed: turns.length,
    };
  }
  return null;
}

/** Every block takes its turn, none stays. */
export function oneByOne(blocks: readonly number[]): Spread {
  return {
    parts: singles(0, blocks.length),
    resident: 0,
    bytes: Math.max(...blocks),
    streamed: blocks.length,
  };
}

function singles(from: number, to: number): Range[] {
  return Array.from({ length: to - from }, (_, i) => ({ from: from + i, to: from + i + 1 }));
}
