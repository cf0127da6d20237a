/** Reads a tokenizer folder: tokenizer.json, or CLIP's older vocab.json and merges.txt; tokenizer_config.json beside them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../errors.ts';
import type { AddedToken } from './added-tokens.ts';
import { clipTokens, END_OF_WORD, normalizeClip } from './clip-bpe.ts';
import { readPreTokenizer } from './metaspace.ts';
import { readNormalizer } from './normalize.ts';
import { tokenizeWith, type Tokenizer } from './tokenizer.ts';
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
  'special_tokens_map.json',
  'tokenizer_config.json',
];

/** Changes when one of the files does that `readTokenizer` reads. */
export function tokenizerIdentity(dir: string): string {
  const stamps = FILES.map((name) => {
    const stats = statSync(join(dir, name), { throwIfNoEntry: false });
    return stats ? `${stats.size}:${stats.mtimeMs}:${stats.ino}` : '';
  });
  return stamps.join(' ');
}

/** @throws UserError `tokenizer_missing`, `tokenizer_broken` or `tokenizer_unknown`, naming the file */
export function readTokenizer(dir: string): Tokenizer {
  const config = readTokenizerConfig(dir);
  const file = join(dir, 'tokenizer.json');
  const parsed = existsSync(file)
    ? (readJson(file) as TokenizerFile)
    : readVocabAndMerges(dir, config);
  try {
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

/** CLIP's older files as tokenizer.json would say it. */
function readVocabAndMerges(dir: string, config: TokenizerConfig): TokenizerFile {
  const vocab = readJson(join(dir, 'vocab.json'), 'tokenizer.json') as Record<string, number>;
  const merges = readText(join(dir, 'merges.txt'))
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#version'));
  const listed = Object.entries(config.added_tokens_decoder ?? {}).map(([id, token]) => ({
    ...token,
    id: Number(id),
  }));
  const named = [config.bos_token, config.eos_token, config.unk_token, config.pad_token].flatMap(
    (name) => {
      const content = name === undefined ? undefined : contentOf(name);
      const id = content === undefined ? undefined : vocab[content];
      return content === undefined || id === undefined ? [] : [{ content, id }];
    },
  );
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

function readText(file: string, orElse?: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      'tokenizer_missing',
      `There is no ${orElse ? `${orElse} and no ` : ''}${file}.`,
      "Copy the model's tokenizer folder there: tokenizer.json, or vocab.json with merges.txt.",
      { cause: error },
    );
  }
}

function readJson(file: string, orElse?: string): unknown {
  const text = readText(file, orElse);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw broken(file, error);
  }
}

function broken(file: string, why: unknown): UserError {
  const reason = why instanceof Error ? why.message : String(why);
  return new UserError(
    'tokenizer_broken',
    `${file} cannot be read as a tokenizer: ${reason}.`,
    'Download the file again.',
  );
}
