/**
 * SentencePiece's normalisation table: a double-array trie from UTF-8 strings to their replacement.
 * Source: the format of SentencePiece's `precompiled_charsmap` (normalizer.cc) and of Darts-clone's double array.
 */
import { rewrite, type Aligned } from './aligned.ts';

/** Graphemes longer than this many bytes are looked up character by character only. */
const LONGEST_GRAPHEME = 5;
const utf8 = new TextEncoder();
const decoder = new TextDecoder();

/** @param base64 uint32 size of the trie in bytes, the trie, then the replacements, each ended by a NUL */
export function readCharsmap(base64: string): (source: Aligned) => Aligned {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 4) return (source) => source;
  const trieBytes = bytes.readUInt32LE(0);
  const trie = Uint32Array.from({ length: trieBytes >> 2 }, (_, i) =>
    bytes.readUInt32LE(4 + 4 * i),
  );
  const replacements = bytes.subarray(4 + trieBytes);
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const known = new Map<string, string | null>();

  function lookUp(text: string): string | null {
    let found = known.get(text);
    if (found === undefined) {
      const offset = shortestPrefix(trie, utf8.encode(text));
      found = offset === null ? null : cString(replacements, offset);
      known.set(text, found);
    }
    return found;
  }

  const change = (grapheme: string): string => {
    if (utf8.encode(grapheme).length <= LONGEST_GRAPHEME) {
      const whole = lookUp(grapheme);
      if (whole !== null) return whole;
    }
    return Array.from(grapheme, (c) => lookUp(c) ?? c).join('');
  };
  return (source) =>
    rewrite(
      source,
      Array.from(graphemes.segment(source.text), (piece) => piece.segment),
      change,
    );
}

/** The value of the shortest key that `key` begins with; null when there is none. */
function shortestPrefix(trie: Uint32Array, key: Uint8Array): number | null {
  const unitAt = (node: number) => trie[node] ?? 0;
  const childOffset = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);
  let node = childOffset(unitAt(0));
  for (const byte of key) {
    if (byte === 0) return null;
    node ^= byte;
    const unit = unitAt(node);
    if ((unit & 0x800000ff) >>> 0 !== byte) return null;
    node ^= childOffset(unit);
    if ((unit >>> 8) & 1) return unitAt(node) & 0x7fffffff;
  }
  return null;
}

function cString(bytes: Uint8Array, from: number): string {
  const end = bytes.indexOf(0, from);
  return decoder.decode(bytes.subarray(from, end < 0 ? undefined : end));
}
