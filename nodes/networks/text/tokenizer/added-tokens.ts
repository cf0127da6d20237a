/** Tokens that are found in the text as they stand, before the model cuts up the rest: `<|endoftext|>`, `</s>`, … */
import { sliceAligned, type Aligned } from './aligned.ts';
import type { Token } from './token.ts';

/** As in `added_tokens` of tokenizer.json. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Looked for in the normalised text rather than in the text as typed. */
  readonly normalized?: boolean;
  /** Takes the white space before (after) it along. */
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

export type Part = { readonly token: Token } | { readonly rest: Aligned };

/** Cuts a text at the added tokens in it; where several start, the longest is taken. */
export type AddedTokenSplitter = (source: Aligned) => Part[];

export function addedTokenSplitter(tokens: readonly AddedToken[]): AddedTokenSplitter {
  if (tokens.length === 0) return (source) => [{ rest: source }];
  const byContent = new Map(tokens.map((token) => [token.content, token]));
  const longestFirst = [...byContent.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map((text) => escapeRegExp(text)).join('|'), 'gu');
  return (source) => {
    const { text } = source;
    const parts: Part[] = [];
    let at = 0;
    const rest = (to: number) => {
      if (to > at) parts.push({ rest: sliceAligned(source, at, to) });
    };
    for (const { 0: match, index } of text.matchAll(pattern)) {
      const { id, lstrip, rstrip } = byContent.get(match) as AddedToken;
      const from = lstrip ? at + text.slice(at, index).trimEnd().length : index;
      const to = index + match.length;
      rest(from);
      const [start = 0] = source.starts.subarray(index, to);
      const end = source.ends[to - 1] ?? start;
      parts.push({ token: { id, start, end } });
      at = rstrip ? skipSpace(text, to) : to;
    }
    rest(text.length);
    return parts;
  };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/u.test(text.charAt(at))) at++;
  return at;
}

export function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
