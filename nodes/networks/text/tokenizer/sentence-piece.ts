/** T5's tokenizer from the vocabulary of a SentencePiece unigram model, as tokenizer.json would say it. */
import type { AddedToken } from './added-tokens.ts';

/** Numbers of SentencePiece's kinds of pieces. Source: google/sentencepiece, sentencepiece_model.proto. */
const NORMAL = 1;
const UNKNOWN = 2;
const CONTROL = 3;
/** Names that T5 adds behind its pieces, the last first. Source: transformers, T5Tokenizer. */
const EXTRA_NAMES = 100;

export interface Pieces {
  readonly texts: readonly string[];
  /** Log probabilities. */
  readonly scores: readonly number[];
  readonly kinds: readonly number[];
  /** SentencePiece's normalisation table, base64. */
  readonly charsmap: string;
}

/** The members of a tokenizer.json that are read. */
export interface UnigramFile {
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: unknown;
  readonly pre_tokenizer: unknown;
  readonly model: {
    readonly type: 'Unigram';
    readonly vocab: readonly (readonly [string, number])[];
    readonly unk_id: number;
  };
}

export function unigramFile({ texts, scores, kinds, charsmap }: Pieces): UnigramFile {
  const isNamed = (kind: number | undefined) => kind === UNKNOWN || kind === CONTROL;
  const named = texts.flatMap((content, id) => (isNamed(kinds[id]) ? [{ id, content }] : []));
  const used = kinds.findLastIndex((kind) => kind === NORMAL) + 1;
  const extra = Array.from({ length: EXTRA_NAMES }, (_, i) => ({
    id: used + EXTRA_NAMES - 1 - i,
    content: `<extra_id_${i}>`,
  }));
  return {
    added_tokens: [...named, ...extra],
    normalizer: { type: 'Precompiled', precompiled_charsmap: charsmap },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always' },
      ],
    },
    model: {
      type: 'Unigram',
      vocab: texts.map((text, id) => [text, scores[id] ?? 0] as const).slice(0, used),
      unk_id: Math.max(0, kinds.indexOf(UNKNOWN)),
    },
  };
}
