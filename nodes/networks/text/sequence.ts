/** Sequences of one length from a prompt's tokens: begin, tokens, end, padding. */
import type { Token } from './tokenizer/token.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** A token and how strongly its part of the prompt counts. */
export interface WeightedToken extends Token {
  readonly weight: number;
  /** Begin, end or padding: no part of the prompt. */
  readonly inserted?: true;
}
export type TokenSequence = readonly WeightedToken[];

/** The tokens that frame a prompt; `pad` may differ from the tokenizer's own. */
export type Frame = Pick<Tokenizer, 'begin' | 'end' | 'pad'>;

/** ComfyUI moves groups of fewer tokens to the next chunk rather than cutting them. */
const CUT_GROUPS_FROM = 8;

/**
 * diffusers' rule: cut to `length`, the end token kept, then padded to it.
 * @param tokens without begin and end
 */
export function padOrCut(tokens: TokenSequence, length: number, frame: Frame): TokenSequence {
  return close(tokens.slice(0, usable(length, frame)), length, frame);
}

/** Tokens of the prompt itself that a sequence holds. */
export function usable(length: number, { begin }: Frame): number {
  return Math.max(0, length - (begin === null ? 1 : 2));
}

/**
 * ComfyUI's rule for CLIP: as many sequences of `length` as the prompt needs, at least one.
 * @param groups the tokens of each weight segment
 */
export function chunk(
  groups: readonly TokenSequence[],
  length: number,
  frame: Frame,
): TokenSequence[] {
  const room = Math.max(1, usable(length, frame));
  const chunks: WeightedToken[][] = [[]];
  for (const group of groups) {
    for (let at = 0; at < group.length;) {
      const current = chunks.at(-1) as WeightedToken[];
      const free = room - current.length;
      const left = group.length - at;
      const moves = group.length < CUT_GROUPS_FROM && current.length > 0;
      const take = left <= free ? left : moves ? 0 : free;
      current.push(...group.slice(at, at + take));
      at += take;
      if (at < group.length) chunks.push([]);
    }
  }
  return chunks.map((tokens) => close(tokens, length, frame));
}

/** Begin, tokens, end, and padding up to `least`. */
export function close(tokens: TokenSequence, least: number, frame: Frame): TokenSequence {
  const begin = frame.begin === null ? [] : [special(frame.begin)];
  const sequence = [...begin, ...tokens, special(frame.end)];
  const missing = Math.max(0, least - sequence.length);
  return [...sequence, ...Array.from({ length: missing }, () => special(frame.pad))];
}

function special(id: number): WeightedToken {
  return { id, start: 0, end: 0, weight: 1, inserted: true };
}
