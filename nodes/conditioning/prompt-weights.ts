/** `(word:1.2)` in prompts, as ComfyUI reads it. */
import { joinAligned, sliceAligned, type Aligned } from '../networks/text/tokenizer/aligned.ts';

/** A part of a prompt and how strongly it counts. */
export interface Segment {
  readonly text: Aligned;
  readonly weight: number;
}

/** What plain brackets multiply by. */
const EMPHASIS = 1.1;
/** Decimal numbers; Python's float() also takes `inf` and `nan`, which are left as text here. */
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const LONGEST_NUMBER = 64;

/**
 * Segments in order, each the text up to the next bracket that counts. In linear time.
 *
 * `(x)` multiplies by 1.1, `(x:w)` sets w whatever is around it, `\(` and `\)` are plain brackets. A `)` without a partner is
 * text; so is everything from a `(` without a partner on, unless it ends in `)`, which then closes it.
 */
export function parsePromptWeights(prompt: Aligned): Segment[] {
  const { text } = prompt;
  const partner = bracketPartners(text);
  const colonBefore = lastColons(text);
  const segments: Segment[] = [];
  /** What is still to be read, innermost last. */
  const open: { at: number; readonly end: number; readonly weight: number }[] = [
    { at: 0, end: text.length, weight: 1 },
  ];

  for (let group = open.at(-1); group; group = open.at(-1)) {
    const { at, end, weight } = group;
    const bracket = nextGroup(text, at, end);
    addSegment(segments, prompt, at, bracket, weight);
    if (bracket === end) {
      open.pop();
      continue;
    }
    const paired = partner[bracket] as number;
    const endsClosed = end - 1 > bracket && text[end - 1] === ')' && !isEscaped(text, end - 1);
    const close = paired < end ? paired : endsClosed ? end - 1 : null;
    if (close === null) {
      addSegment(segments, prompt, bracket, end, weight);
      open.pop();
      continue;
    }
    group.at = close + 1;
    open.push(weighted(text, bracket + 1, close, colonBefore[close] as number, weight));
  }
  return segments;
}

/** The group between two brackets: its own weight where it ends in `:number`. */
function weighted(text: string, from: number, to: number, colon: number, around: number) {
  if (colon > from && to - colon <= LONGEST_NUMBER && NUMBER.test(text.slice(colon + 1, to))) {
    const weight = Number(text.slice(colon + 1, to));
    if (Number.isFinite(Math.fround(weight))) return { at: from, end: colon, weight };
  }
  const weight = around * EMPHASIS;
  return { at: from, end: to, weight: Number.isFinite(Math.fround(weight)) ? weight : around };
}

/** The next `(` that stands at the level of the group; `)` without a partner take later `(` with them. */
function nextGroup(text: string, from: number, to: number): number {
  let level = 0;
  for (let at = from; at < to; at++) {
    if (isEscaped(text, at)) continue;
    if (text[at] === ')') level--;
    else if (text[at] === '(' && level++ === 0) return at;
  }
  return to;
}

/** For every `(` the index of its `)`; Infinity without one. */
function bracketPartners(text: string): Float64Array {
  const partner = new Float64Array(text.length).fill(Infinity);
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isEscaped(text, at)) continue;
    if (text[at] === '(') open.push(at);
    else if (text[at] === ')') {
      const start = open.pop();
      if (start !== undefined) partner[start] = at;
    }
  }
  return partner;
}

/** For every index the last colon before it; -1 without one. */
function lastColons(text: string): Int32Array {
  const before = new Int32Array(text.length);
  let colon = -1;
  for (let at = 0; at < text.length; at++) {
    before[at] = colon;
    if (text[at] === ':') colon = at;
  }
  return before;
}

function isEscaped(text: string, at: number): boolean {
  return text[at - 1] === '\\' && (text[at] === '(' || text[at] === ')');
}

function addSegment(
  segments: Segment[],
  prompt: Aligned,
  from: number,
  to: number,
  weight: number,
) {
  if (from < to) segments.push({ text: unescaped(sliceAligned(prompt, from, to)), weight });
}

/** Without the backslashes before brackets. */
function unescaped(source: Aligned): Aligned {
  if (!source.text.includes('\\')) return source;
  const kept: Aligned[] = [];
  let from = 0;
  for (const { index } of source.text.matchAll(/\\(?=[()])/g)) {
    kept.push(sliceAligned(source, from, index));
    from = index + 1;
  }
  return joinAligned([...kept, sliceAligned(source, from, source.text.length)]);
}
