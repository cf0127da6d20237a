/** Which words of the prompt the rows of a conditioning stand for, so that a temperature can be set by phrase. */
import type { PromptLayout } from './lay-out-prompt.ts';

/** Characters `from` to before `to` of text number `text`. */
export type Span = readonly [text: number, from: number, to: number];

export interface Words {
  /** The prompts as they were typed. */
  readonly texts: readonly string[];
  /** What each row of `embeds` stands for: nothing (begin, end, padding), or a token of one text or, CLIP-L and CLIP-G side by side, of two. */
  readonly rows: readonly (readonly Span[])[];
}

/** The rows of one tower's sequences, as part of text number `text`. */
export function rowsOf(layout: PromptLayout | null, text: number): Words['rows'] {
  return (layout?.sequences ?? [])
    .flat()
    .map(({ inserted, start, end }) => (inserted ? [] : [[text, start, end] as const]));
}

/** Rows that stand for two tokens each; as many as the shorter has where both have some. */
export function sideBySide(a: Words['rows'], b: Words['rows']): Words['rows'] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return a.slice(0, b.length).map((spans, i) => [...spans, ...(b[i] ?? [])]);
}

/** `words` with exactly `rows` rows: those that are missing stand for nothing. */
export function withRows(words: Words | undefined, rows: number): Words {
  const known = words?.rows.slice(0, rows) ?? [];
  const missing = Array.from({ length: rows - known.length }, () => []);
  return { texts: words?.texts ?? [], rows: [...known, ...missing] };
}

/** Rows of `a`, then rows of `b`. */
export function joinWords(a: Words, b: Words): Words {
  const shift = a.texts.length;
  const moved = b.rows.map((spans) =>
    spans.map(([text, from, to]) => [text + shift, from, to] as const),
  );
  return { texts: [...a.texts, ...b.texts], rows: [...a.rows, ...moved] };
}

/** Rows with a token in an occurrence of the phrase; upper and lower case are one, a part of a word is no occurrence. */
export function rowsSaying({ texts, rows }: Words, phrase: string): number[] {
  const found = texts.map((text) => occurrences(text, phrase));
  const says = ([text, from, to]: Span) =>
    (found[text] ?? []).some(([start, end]) => from < end && to > start);
  return rows.flatMap((spans, row) => (spans.some(says) ? [row] : []));
}

function occurrences(text: string, phrase: string): (readonly [number, number])[] {
  const words = phrase
    .trim()
    .split(/\s+/)
    .map((word) => RegExp.escape(word))
    .join(String.raw`\s+`);
  if (words === '') return [];
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}])${words}(?![\p{L}\p{N}])`, 'giu');
  return [...text.matchAll(pattern)].map(({ index, 0: match }) => [index, index + match.length]);
}
