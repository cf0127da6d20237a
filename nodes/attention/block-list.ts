/** More than any model has; keeps `0-999999999` from filling the memory. */
const MOST_BLOCKS = 999;
const RANGE = /^(\d+)(?:\s*-\s*(\d+))?$/;

/**
 * Reads a choice of blocks: `all`, or numbers and ranges from 0 like `0-3, 7`.
 * @returns null for all; else each block once, rising. @throws RangeError saying what is wrong
 */
export function parseBlocks(text: string): readonly number[] | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === 'all' || trimmed === '') return null;
  const blocks = new Set<number>();
  for (const part of trimmed.split(',')) {
    const [, first, last = first] = RANGE.exec(part.trim()) ?? [];
    if (first === undefined)
      throw new RangeError(`"${part.trim()}" is no block or range of blocks`);
    const [from, to] = [Number(first), Number(last)];
    if (from > to) throw new RangeError(`the range ${from}-${to} ends before it starts`);
    if (to > MOST_BLOCKS) throw new RangeError(`there is no block ${to}`);
    for (let block = from; block <= to; block++) blocks.add(block);
  }
  return [...blocks].sort((a, b) => a - b);
}
