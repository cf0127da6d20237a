import type { Span } from '../weight-source.ts';

/** Where in the file `length` bytes of a tensor lie, from its byte `from` on. */
export function byteRange(spans: readonly Span[], from: number, length: number): readonly Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const span of spans) {
    const first = Math.max(from - start, 0);
    const end = Math.min(from + length - start, span.length);
    if (first < end) found.push({ offset: span.offset + first, length: end - first });
    start += span.length;
  }
  return found;
}
