/** The steps that a tokenizer takes on the text before it is cut into words, as tokenizer.json lists them. */
import { UserError } from '../../../errors.ts';
import { escapeRegExp } from './added-tokens.ts';
import { replaceMatches, rewrite, sliceAligned, type Aligned } from './aligned.ts';
import { readCharsmap } from './charsmap.ts';

/** Runs of Unicode's White_Space (JavaScript's `\s` differs by U+0085 and U+FEFF). */
export const WHITE_SPACE = /\p{White_Space}+/gu;

export type Normalizer = (source: Aligned) => Aligned;

/** Word by word and space by space; nothing composes across white space. */
export function byWord(source: Aligned, change: (word: string) => string): Aligned {
  return rewrite(source, source.text.match(/\p{White_Space}+|\P{White_Space}+/gu) ?? [], change);
}

export function byCodePoint(source: Aligned, change: (c: string) => string): Aligned {
  return rewrite(source, source.text, change);
}

/** As `normalizer` of tokenizer.json. */
interface NormalizerSpec {
  readonly type: string;
  readonly normalizers?: readonly NormalizerSpec[];
  readonly precompiled_charsmap?: string;
  readonly pattern?: PatternSpec;
  readonly content?: string;
  readonly strip_left?: boolean;
  readonly strip_right?: boolean;
}
type PatternSpec = { readonly String: string } | { readonly Regex: string };

/** @throws UserError `tokenizer_unknown` for a step that is not known */
export function readNormalizer(spec: unknown, file: string): Normalizer {
  if (spec == null) return (source) => source;
  const { type, ...options } = spec as NormalizerSpec;
  switch (type) {
    case 'Sequence': {
      const steps = (options.normalizers ?? []).map((step) => readNormalizer(step, file));
      return (source) => steps.reduce((text, step) => step(text), source);
    }
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD':
      return (source) => byWord(source, (word) => word.normalize(type));
    case 'Lowercase':
      return (source) => byCodePoint(source, (c) => c.toLowerCase());
    case 'Precompiled':
      return readCharsmap(options.precompiled_charsmap ?? '');
    case 'Replace': {
      const pattern = toRegExp(options.pattern ?? { String: '' });
      return (source) => replaceMatches(source, pattern, options.content ?? '');
    }
    case 'Strip':
      return (source) => strip(source, options.strip_left ?? true, options.strip_right ?? true);
    default:
      throw new UserError(
        'tokenizer_unknown',
        `${file} asks for the text step "${type}", which is not known here.`,
        'Use the tokenizer that was published with the text encoder.',
      );
  }
}

function toRegExp(pattern: PatternSpec): RegExp {
  if ('String' in pattern) return new RegExp(escapeRegExp(pattern.String), 'gu');
  return new RegExp(pattern.Regex.replaceAll('\\s', '\\p{White_Space}'), 'gu');
}

function strip(source: Aligned, left: boolean, right: boolean): Aligned {
  const from = left ? source.text.length - source.text.trimStart().length : 0;
  const to = right ? source.text.trimEnd().length : source.text.length;
  return sliceAligned(source, from, Math.max(from, to));
}
