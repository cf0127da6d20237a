/** Text that remembers which part of the prompt each of its UTF-16 units came from, through every rewriting of it. */
export interface Aligned {
  readonly text: string;
  /** Per unit of `text`: where its origin starts in the prompt. */
  readonly starts: Int32Array;
  /** Per unit of `text`: where its origin ends. */
  readonly ends: Int32Array;
}

/** The text as it is; lone surrogates become U+FFFD, as every UTF-8 tokenizer reads them. */
export function align(text: string): Aligned {
  const { length } = text;
  return {
    text: text.toWellFormed(),
    starts: Int32Array.from({ length }, (_, i) => i),
    ends: Int32Array.from({ length }, (_, i) => i + 1),
  };
}

export function sliceAligned({ text, starts, ends }: Aligned, from: number, to: number): Aligned {
  return {
    text: text.slice(from, to),
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
  };
}

export function joinAligned(parts: readonly Aligned[]): Aligned {
  const text = parts.map((part) => part.text).join('');
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let at = 0;
  for (const part of parts) {
    starts.set(part.starts, at);
    ends.set(part.ends, at);
    at += part.text.length;
  }
  return { text, starts, ends };
}

/**
 * Rewrites piece by piece. A piece that keeps its length keeps its units' origins; the units of any other come from the
 * whole piece.
 * @param pieces together exactly `source.text`
 */
export function rewrite(
  source: Aligned,
  pieces: Iterable<string>,
  change: (piece: string) => string,
): Aligned {
  const texts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    const text = change(piece);
    const end = at + piece.length;
    for (let i = 0; i < text.length; i++) {
      const same = text.length === piece.length;
      starts.push(source.starts[same ? at + i : at] as number);
      ends.push(source.ends[same ? at + i : end - 1] as number);
    }
    texts.push(text);
    at = end;
  }
  return { text: texts.join(''), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** Replaces every match of `pattern` (global) by `content`. */
export function replaceMatches(source: Aligned, pattern: RegExp, content: string): Aligned {
  const pieces: string[] = [];
  const matched = new Set<number>();
  let at = 0;
  for (const { 0: match, index } of source.text.matchAll(pattern)) {
    pieces.push(source.text.slice(at, index));
    matched.add(pieces.push(match) - 1);
    at = index + match.length;
  }
  pieces.push(source.text.slice(at));
  let i = 0;
  return rewrite(source, pieces, (piece) => (matched.has(i++) ? content : piece));
}
