/** Changes how strongly a part of a prompt counts: `(word:1.1)`. */
export interface TextSelection {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}
/** What to replace, by what, and what is selected after. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly start: number;
  readonly end: number;
}

interface Weighted {
  /** The whole group, and what it holds without brackets and weight. */
  readonly from: number;
  readonly to: number;
  readonly content: string;
  readonly weight: number;
}

const WORD = /[\p{L}\p{N}'’_-]/u;
const NUMBER = /^(.*):\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/s;
const PLAIN = 1.1;

/**
 * The edit that adds `delta` to the weight of the selection, of the group around the caret or of the word at it.
 * A weight of 1 needs no brackets. @returns null where there is no word
 */
export function changeWeight(
  { text, start, end }: TextSelection,
  delta: number,
): Replacement | null {
  const target = groupAt(text, start, end) ?? wordsAt(text, start, end);
  if (!target) return null;
  const weight = Math.round((target.weight + delta) * 100) / 100;
  if (weight === 1) {
    const { from, to, content } = target;
    return { from, to, by: content, start: from, end: from + content.length };
  }
  const by = `(${target.content}:${weight})`;
  const { from, to, content } = target;
  return { from, to, by, start: from + 1, end: from + 1 + content.length };
}

/** The innermost group that the selection lies in, or that it is. */
function groupAt(text: string, start: number, end: number): Weighted | null {
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at - 1] === '\\') continue;
    if (text[at] === '(') open.push(at);
    if (text[at] !== ')') continue;
    const from = open.pop();
    if (from === undefined) continue;
    const to = at + 1;
    if (from > start || to < end || (start === end && (start === from || start === to))) continue;
    const inner = text.slice(from + 1, at);
    const [, content, weight] = NUMBER.exec(inner) ?? [];
    return { from, to, content: content ?? inner, weight: weight ? Number(weight) : PLAIN };
  }
  return null;
}

/** The selection without spaces around it, or the word at the caret. */
function wordsAt(text: string, start: number, end: number): Weighted | null {
  let [from, to] = [start, end];
  if (from === to) {
    while (from > 0 && WORD.test(text[from - 1] ?? '')) from--;
    while (to < text.length && WORD.test(text[to] ?? '')) to++;
  } else {
    while (from < to && /\s/.test(text[from] ?? '')) from++;
    while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  }
  return from === to ? null : { from, to, content: text.slice(from, to), weight: 1 };
}
