/** Sequences of one length from a prompt's tokens: begin, tokens, end, padding. */
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/**
 * diffusers' rule: cut to `length`, the end token kept, then padded to it.
 * @param tokens without begin and end
 */
export function padOrCut(
  tokens: readonly number[],
  length: number,
  { begin, end, pad }: Pick<Tokenizer, 'begin' | 'end' | 'pad'>,
): number[] {
  const start = begin === null ? [] : [begin];
  const kept = tokens.slice(0, Math.max(0, length - start.length - 1));
  const sequence = [...start, ...kept, end];
  return [...sequence, ...Array.from({ length: length - sequence.length }, () => pad)];
}
