/**
 * CLIP's byte-level BPE over lower-cased words.
 * Source: the normaliser, word pattern and byte table of openai/clip-vit-large-patch14's tokenizer.json.
 */
import { replaceMatches, type Aligned } from './aligned.ts';
import { mergePairs, type MergeRanks } from './bpe.ts';
import { byCodePoint, byWord, WHITE_SPACE } from './normalize.ts';
import type { Token } from './token.ts';

const WORD =
  /<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;
/** Within a word of the pattern above: only the two special names, written in capitals, still come apart. */
const PART = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}+|[^\p{White_Space}\p{L}\p{N}]+/gu;
export const END_OF_WORD = '</w>';

/** NFC, white space runs to one space, lower case. */
export function normalizeClip(source: Aligned): Aligned {
  const composed = byWord(source, (word) => word.normalize('NFC'));
  return byCodePoint(replaceMatches(composed, WHITE_SPACE, ' '), (c) => c.toLowerCase());
}

/**
 * @param normalized from `normalizeClip`
 * @param unknown id of what the vocabulary lacks
 */
export function clipTokens(
  normalized: Aligned,
  vocabulary: ReadonlyMap<string, number>,
  ranks: MergeRanks,
  unknown: number,
): Token[] {
  const tokens: Token[] = [];
  for (const { 0: word, index } of normalized.text.matchAll(WORD)) {
    for (const { 0: part, index: within } of word.matchAll(PART)) {
      const { symbols, units } = toBytes(part, index + within);
      let at = 0;
      for (const merged of mergePairs(symbols, ranks)) {
        const first = units[at] as number;
        at += merged.symbols;
        tokens.push({
          id: vocabulary.get(merged.text) ?? unknown,
          start: normalized.starts[first] as number,
          end: normalized.ends[units[at - 1] as number] as number,
        });
      }
    }
  }
  return tokens;
}

/** A word as one symbol a UTF-8 byte, the last marked as the word's end, and the UTF-16 unit that each comes from. */
function toBytes(word: string, offset: number): { symbols: string[]; units: number[] } {
  const symbols: string[] = [];
  const units: number[] = [];
  let at = offset;
  for (const c of word) {
    for (const byte of utf8.encode(c)) {
      symbols.push(BYTE_SYMBOLS[byte] as string);
      units.push(at);
    }
    at += c.length;
  }
  symbols.push(`${symbols.pop()}${END_OF_WORD}`);
  return { symbols, units };
}

const utf8 = new TextEncoder();

/** Byte to a printable character: itself where it is one in Latin-1, else the next free one from U+0100 on. */
export const BYTE_SYMBOLS: readonly string[] = (() => {
  let free = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
    return String.fromCharCode(printable ? byte : free++);
  });
})();
