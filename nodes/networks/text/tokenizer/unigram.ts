/**
 * Unigram language model segmentation: the likeliest way to cut a text into pieces, by Viterbi.
 * Source: Kudo, arXiv 1804.10959, section 3.2; SentencePiece's penalty for unknown characters.
 */
import type { Aligned } from './aligned.ts';
import type { Token } from './token.ts';

const UNKNOWN_PENALTY = 10;

export interface Unigram {
  readonly ids: ReadonlyMap<string, number>;
  /** Log probability by id. */
  readonly scores: readonly number[];
  readonly unknown: number;
  readonly unknownScore: number;
  /** First unit to the length of the longest piece that begins with it. */
  readonly longest: ReadonlyMap<number, number>;
}

/** @param pieces of tokenizer.json's `model.vocab`: text and log probability, by id */
export function unigram(pieces: readonly (readonly [string, number])[], unknown: number): Unigram {
  const scores = pieces.map(([, score]) => score);
  const longest = new Map<number, number>();
  for (const [text] of pieces) {
    const first = text.charCodeAt(0);
    longest.set(first, Math.max(longest.get(first) ?? 0, text.length));
  }
  return {
    ids: new Map(pieces.map(([text], id) => [text, id])),
    scores,
    unknown,
    unknownScore: scores.reduce((min, s) => Math.min(min, s), Infinity) - UNKNOWN_PENALTY,
    longest,
  };
}

/** Neighbouring unknown characters become one token. In O(n * longest piece). */
export function unigramTokens({ text, starts, ends }: Aligned, model: Unigram): Token[] {
  const size = text.length;
  const best = new Float64Array(size + 1).fill(-Infinity);
  best[0] = 0;
  const from = new Int32Array(size + 1);
  const ids = new Int32Array(size + 1);
  const offer = (start: number, end: number, score: number, id: number) => {
    if (!(score > (best[end] as number))) return;
    best[end] = score;
    from[end] = start;
    ids[end] = id;
  };
  for (let at = 0, width = 1; at < size; at += width) {
    width = (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
    const here = best[at] as number;
    let single = false;
    const last = Math.min(size, at + (model.longest.get(text.charCodeAt(at)) ?? 0));
    for (let end = at + width; end <= last; end++) {
      const id = model.ids.get(text.slice(at, end));
      if (id === undefined) continue;
      offer(at, end, here + (model.scores[id] as number), id);
      if (end === at + width) single = true;
    }
    if (!single) offer(at, at + width, here + model.unknownScore, model.unknown);
  }

  const tokens: Token[] = [];
  for (let end = size; end > 0;) {
    const id = ids[end] as number;
    let start = from[end] as number;
    while (id === model.unknown && start > 0 && ids[start] === id) start = from[start] as number;
    tokens.push({ id, start: starts[start] as number, end: ends[end - 1] as number });
    end = start;
  }
  return tokens.reverse();
}
