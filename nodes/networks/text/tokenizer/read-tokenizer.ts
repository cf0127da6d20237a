/**
 * Reads a tokenizer: a folder with tokenizer.json, with CLIP's merges.txt or with T5's spiece.model, or a GGUF text encoder that
 * carries its vocabulary.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../errors.ts';
import type { AddedToken } from './added-tokens.ts';
import { clipTokens, END_OF_WORD, normalizeClip } from './clip-bpe.ts';
import { clipVocabulary } from './clip-vocabulary.ts';
import { ggufPieces } from './gguf-vocabulary.ts';
import { readPreTokenizer } from './metaspace.ts';
import { readNormalizer } from './normalize.ts';
import { unigramFile, type Pieces } from './sentence-piece.ts';
import { parseSpieceModel } from './spiece-model.ts';
import { tokenizeWith, type Tokenizer } from './tokenizer.ts';
import { broken, readBytes, readJson, readText } from './tokenizer-file.ts';
import { unigram, unigramTokens } from './unigram.ts';

interface TokenizerFile {
  readonly added_tokens?: readonly AddedToken[];
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: unknown;
  readonly model: BpeModel | UnigramModel;
}
interface BpeModel {
  readonly type: 'BPE';
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (string | readonly [string, string])[];
  readonly end_of_word_suffix?: string;
}
interface UnigramModel {
  readonly type: 'Unigram';
  readonly vocab: readonly (readonly [string, number])[];
  readonly unk_id: number;
}
type TokenName = string | { readonly content: string };
interface TokenizerConfig {
  readonly bos_token?: TokenName;
  readonly eos_token?: TokenName;
  readonly pad_token?: TokenName;
  readonly unk_token?: TokenName;
  readonly added_tokens_decoder?: Readonly<Record<string, Omit<AddedToken, 'id'>>>;
}

const FILES = [
  'tokenizer.json',
  'vocab.json',
  'merges.txt',
  'spiece.model',
  'special_tokens_map.json',
  'tokenizer_config.json',
];

/** Any of these alone makes a folder a tokenizer's. */
const VOCABULARIES = ['tokenizer.json', 'merges.txt', 'spiece.model'];

export function holdsTokenizer(dir: string): boolean {
  return VOCABULARIES.some((name) => existsSync(join(dir, name)));
}

/** Changes when one of the files does that `readTokenizer` reads. */
export function tokenizerIdentity(path: string): string {
  const files = isFile(path) ? [path] : FILES.map((name) => join(path, name));
  const stamps = files.map((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? `${stats.size}:${stats.mtimeMs}:${stats.ino}` : '';
  });
  return stamps.join(' ');
}

/**
 * @param path a folder, or a GGUF file
 * @throws UserError `tokenizer_missing`, `tokenizer_broken` or `tokenizer_unknown`, naming the file
 */
export function readTokenizer(path: string): Tokenizer {
  if (isFile(path)) return fromPieces(path, () => ggufPieces(path));
  const config = readTokenizerConfig(path);
  const file = join(path, 'tokenizer.json');
  const spiece = join(path, 'spiece.model');
  if (existsSync(file)) return fromFile(file, () => readJson(file) as TokenizerFile, config);
  if (existsSync(spiece)) return fromPieces(spiece, () => parseSpieceModel(readBytes(spiece)));
  return fromFile(file, () => readMerges(path, config), config);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function fromPieces(file: string, read: () => Pieces): Tokenizer {
  return fromFile(file, () => unigramFile(read()), {});
}

function fromFile(file: string, read: () => TokenizerFile, config: TokenizerConfig): Tokenizer {
  try {
    const parsed = read();
    const added = parsed.added_tokens ?? [];
    return parsed.model.type === 'Unigram'
      ? unigramTokenizer(parsed, parsed.model, added, config, file)
      : clipTokenizer(parsed.model, added, config, file);
  } catch (error) {
    throw error instanceof UserError ? error : broken(file, error);
  }
}

function clipTokenizer(
  model: BpeModel,
  added: readonly AddedToken[],
  config: TokenizerConfig,
  file: string,
): Tokenizer {
  if (model.end_of_word_suffix !== END_OF_WORD) {
    throw new UserError(
      'tokenizer_unknown',
      `${file} is neither CLIP's nor T5's tokenizer.`,
      'Use the tokenizer that was published with the text encoder.',
    );
  }
  const vocabulary = new Map(Object.entries(model.vocab));
  const ranks = new Map(
    model.merges.map((pair, rank) => [typeof pair === 'string' ? pair : pair.join(' '), rank]),
  );
  const ids = new Map([...vocabulary, ...added.map(({ content, id }) => [content, id] as const)]);
  const end = idOf(ids, config.eos_token ?? '<|endoftext|>', file);
  return {
    begin: idOf(ids, config.bos_token ?? '<|startoftext|>', file),
    end,
    pad: config.pad_token === undefined ? end : idOf(ids, config.pad_token, file),
    tokens: tokenizeWith(added, normalizeClip, (text) => clipTokens(text, vocabulary, ranks, end)),
  };
}

function unigramTokenizer(
  parsed: TokenizerFile,
  model: UnigramModel,
  added: readonly AddedToken[],
  config: TokenizerConfig,
  file: string,
): Tokenizer {
  const pieces = unigram(model.vocab, model.unk_id);
  const words = readPreTokenizer(parsed.pre_tokenizer, file);
  const ids = new Map([...pieces.ids, ...added.map(({ content, id }) => [content, id] as const)]);
  return {
    begin: null,
    end: idOf(ids, config.eos_token ?? '</s>', file),
    pad: idOf(ids, config.pad_token ?? '<pad>', file),
    tokens: tokenizeWith(added, readNormalizer(parsed.normalizer, file), (text) =>
      words(text).flatMap((word) => unigramTokens(word, pieces)),
    ),
  };
}

/** CLIP's older files as tokenizer.json would say it; merges.txt alone tells the vocabulary. */
function readMerges(dir: string, config: TokenizerConfig): TokenizerFile {
  const merges = readText(join(dir, 'merges.txt'))
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#version'));
  const file = join(dir, 'vocab.json');
  const vocab = existsSync(file)
    ? (readJson(file) as Record<string, number>)
    : clipVocabulary(merges);
  const listed = Object.entries(config.added_tokens_decoder ?? {}).map(([id, token]) => ({
    ...token,
    id: Number(id),
  }));
  const { bos_token = '<|startoftext|>', eos_token = '<|endoftext|>' } = config;
  const named = [bos_token, eos_token, config.unk_token, config.pad_token].flatMap((name) => {
    const content = name === undefined ? undefined : contentOf(name);
    const id = content === undefined ? undefined : vocab[content];
    return content === undefined || id === undefined ? [] : [{ content, id }];
  });
  return {
    added_tokens: listed.length > 0 ? listed : named,
    model: { type: 'BPE', vocab, merges, end_of_word_suffix: END_OF_WORD },
  };
}

function readTokenizerConfig(dir: string): TokenizerConfig {
  const optional = (name: string): TokenizerConfig =>
    existsSync(join(dir, name)) ? (readJson(join(dir, name)) as TokenizerConfig) : {};
  return { ...optional('special_tokens_map.json'), ...optional('tokenizer_config.json') };
}

function contentOf(name: TokenName): string {
  return typeof name === 'string' ? name : name.content;
}

function idOf(ids: ReadonlyMap<string, number>, name: TokenName, file: string): number {
  const id = ids.get(contentOf(name));
  if (id === undefined) throw broken(file, `it lacks the token "${contentOf(name)}"`);
  return id;
}
