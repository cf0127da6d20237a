/** The vocabulary that a GGUF text encoder carries. Keys: github.com/ggml-org/ggml, docs/gguf.md, "Tokenizer". */
import { readGgufArrays } from '../../weights/gguf/gguf-arrays.ts';
import type { Pieces } from './sentence-piece.ts';

const KEY = 'tokenizer.ggml.';
/** What `tokenizer.ggml.model` says of a SentencePiece unigram model. */
const T5 = 't5';

/** Whether a file with these values carries T5's vocabulary. */
export function carriesVocabulary(metadata: Readonly<Record<string, string>>): boolean {
  return metadata[`${KEY}model`] === T5;
}

/** @throws UserError, RangeError when the vocabulary is missing or incomplete */
export function ggufPieces(path: string): Pieces {
  const arrays = readGgufArrays(
    path,
    ['tokens', 'scores', 'token_type', 'precompiled_charsmap'].map((name) => KEY + name),
  );
  const numbers = (name: string) => (arrays.get(KEY + name) ?? []).map(Number);
  const texts = arrays.get(`${KEY}tokens`) ?? [];
  const scores = numbers('scores');
  const kinds = numbers('token_type');
  if (texts.length === 0 || scores.length !== texts.length || kinds.length !== texts.length) {
    throw new RangeError(
      `it has ${texts.length} tokens, ${scores.length} scores and ${kinds.length} kinds of tokens`,
    );
  }
  const charsmap = Buffer.from(numbers('precompiled_charsmap')).toString('base64');
  return { texts, scores, kinds, charsmap };
}
