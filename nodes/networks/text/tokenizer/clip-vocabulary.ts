import { BYTE_SYMBOLS, END_OF_WORD } from './clip-bpe.ts';

/**
 * CLIP's vocabulary, which its merges tell: every byte, every byte at the end of a word, what each merge makes, and the two
 * special names. Source: openai/CLIP, simple_tokenizer.py.
 */
export function clipVocabulary(merges: readonly string[]): Record<string, number> {
  const bytes = BYTE_SYMBOLS.toSorted();
  const texts = [
    ...bytes,
    ...bytes.map((symbol) => symbol + END_OF_WORD),
    ...merges.map((pair) => pair.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  return Object.fromEntries(texts.map((text, id) => [text, id]));
}
