/** How SentencePiece's tokenizers cut text into words: each begins with U+2581 where a space was. */
import { UserError } from '../../../errors.ts';
import { joinAligned, sliceAligned, type Aligned } from './aligned.ts';

/** Text to the words that the model then segments one by one. */
export type PreTokenizer = (source: Aligned) => Aligned[];

interface PreTokenizerSpec {
  readonly type: string;
  readonly pretokenizers?: readonly PreTokenizerSpec[];
  readonly replacement?: string;
  readonly prepend_scheme?: 'always' | 'first' | 'never';
  readonly add_prefix_space?: boolean;
  readonly split?: boolean;
}

/** @throws UserError `tokenizer_unknown` */
export function readPreTokenizer(spec: unknown, file: string): PreTokenizer {
  if (spec == null) return (source) => [source];
  const { type, ...options } = spec as PreTokenizerSpec;
  switch (type) {
    case 'Sequence': {
      const steps = (options.pretokenizers ?? []).map((step) => readPreTokenizer(step, file));
      return (source) => steps.reduce((parts, step) => parts.flatMap(step), [source]);
    }
    case 'WhitespaceSplit':
      return (source) => cut(source, /\P{White_Space}+/gu);
    case 'Metaspace': {
      const mark = options.replacement ?? '\u2581';
      const scheme =
        options.prepend_scheme ?? (options.add_prefix_space === false ? 'never' : 'always');
      const word = new RegExp(`${mark}?[^${mark}]+|${mark}`, 'gu');
      return (source) => {
        const marked = markSpaces(source, mark, scheme);
        return options.split === false ? [marked] : cut(marked, word);
      };
    }
    default:
      throw new UserError(
        'tokenizer_unknown',
        `${file} asks for the word rule "${type}", which is not known here.`,
        'Use the tokenizer that was published with the text encoder.',
      );
  }
}

function cut(source: Aligned, word: RegExp): Aligned[] {
  return Array.from(source.text.matchAll(word), ({ 0: match, index }) =>
    sliceAligned(source, index, index + match.length),
  );
}

/** Spaces to marks, and a mark in front; a mark stands for the empty place before the word. */
function markSpaces(source: Aligned, mark: string, scheme: 'always' | 'first' | 'never'): Aligned {
  const { text, starts, ends } = source;
  const place = (i: number) => starts[i + 1] ?? ends[i] ?? 0;
  const marked: Aligned = {
    text: text.replaceAll(' ', mark),
    starts: starts.map((start, i) => (text[i] === ' ' ? place(i) : start)),
    ends: ends.map((end, i) => (text[i] === ' ' ? place(i) : end)),
  };
  const first = source.starts[0] ?? 0;
  const wanted = scheme === 'always' || (scheme === 'first' && first === 0);
  if (!wanted || marked.text.startsWith(mark)) return marked;
  const at = Int32Array.of(first);
  return joinAligned([{ text: mark, starts: at, ends: at }, marked]);
}
