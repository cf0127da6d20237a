import { ggufArray, text, type GgufValue } from '../../weights/gguf/gguf.fixture.ts';
import type { Pieces } from './sentence-piece.ts';

/** What a GGUF text encoder tells of its vocabulary. */
export function vocabularyValues({
  texts,
  scores,
  kinds,
  charsmap,
}: Pieces): Record<string, GgufValue> {
  const table = Buffer.from(charsmap, 'base64');
  const numbers = (values: Float32Array | Int32Array) => new Uint8Array(values.buffer);
  return {
    'general.architecture': 't5encoder',
    't5encoder.block_count': 2,
    'tokenizer.ggml.model': 't5',
    'tokenizer.ggml.tokens': ggufArray(
      8,
      texts.length,
      Buffer.concat(texts.map((value) => text(value))),
    ),
    'tokenizer.ggml.scores': ggufArray(6, scores.length, numbers(Float32Array.from(scores))),
    'tokenizer.ggml.token_type': ggufArray(5, kinds.length, numbers(Int32Array.from(kinds))),
    'tokenizer.ggml.precompiled_charsmap': ggufArray(0, table.length, table),
  };
}
