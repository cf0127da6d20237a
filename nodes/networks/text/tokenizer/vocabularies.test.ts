import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ggufArray, writeGguf, type GgufValue } from '../../weights/gguf/gguf.fixture.ts';
import { align } from './aligned.ts';
import { readTokenizer, tokenizerIdentity } from './read-tokenizer.ts';
import { parseSpieceModel } from './spiece-model.ts';
import type { Pieces } from './sentence-piece.ts';
import { vocabularyValues } from './vocabulary.fixture.ts';

const data = join(import.meta.dirname, '../../../../tests/goldens/data/models/flux-dev');
const TEXTS = [
  'a red cube on the left of a blue ball',
  'ｒｅｄ  Ⅳ naïve café',
  '山の上の猫 🐱🚀 zzz\tqqq',
  'on </s> a <extra_id_0> and <extra_id_99><pad>',
  "it's 24 o'clock, isn't it? <|endoftext|> again",
  '',
];

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'vocabularies-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function ids(path: string): number[][] {
  const tokenizer = readTokenizer(path);
  return TEXTS.map((text) => tokenizer.tokens(align(text)).map(({ id }) => id));
}

/** A folder with one of a tokenizer's files alone. */
function only(from: string, name: string): string {
  const folder = join(dir, name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(data, from, name), join(folder, name));
  return folder;
}

describe('T5 from SentencePiece’s own file', () => {
  test('gives the tokens of its tokenizer.json', () => {
    const folder = only('tokenizer_2', 'spiece.model');
    expect(ids(folder)).toEqual(ids(join(data, 'tokenizer_2')));
    const { begin, end, pad } = readTokenizer(folder);
    expect({ begin, end, pad }).toEqual({ begin: null, end: 1, pad: 0 });
  });

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
    ['empty', () => Buffer.alloc(0)],
    ['no such file', () => Buffer.from('<!doctype html>')],
  ])('that is %s is refused by name', (name, damage) => {
    const folder = join(dir, name);
    mkdirSync(folder);
    const bytes = readFileSync(join(data, 'tokenizer_2/spiece.model'));
    writeFileSync(join(folder, 'spiece.model'), damage(bytes));
    expect(() => readTokenizer(folder)).toThrow(/spiece\.model cannot be read as a tokenizer/);
  });
});

describe('T5 from the vocabulary of a GGUF file', () => {
  const pieces = parseSpieceModel(readFileSync(join(data, 'tokenizer_2/spiece.model')));
  const written = (name: string, values: Record<string, GgufValue>) =>
    writeGguf(join(dir, name), {}, values);

  test('gives the tokens of its tokenizer.json', () => {
    const path = written('t5.gguf', vocabularyValues(padded(pieces)));
    expect(ids(path)).toEqual(ids(join(data, 'tokenizer_2')));
    expect(tokenizerIdentity(path)).toMatch(/^\d+:/);
  });

  test('that lacks scores is refused by name', () => {
    const values = vocabularyValues({ ...pieces, scores: [] });
    expect(() => readTokenizer(written('less.gguf', values))).toThrow(
      /less\.gguf cannot be read as a tokenizer: it has 112 tokens, 0 scores/,
    );
  });

  test('whose array claims more than the file holds is refused before it is read', () => {
    const path = written('vast.gguf', {
      'tokenizer.ggml.tokens': ggufArray(8, 2 ** 50, Buffer.alloc(0)),
    });
    expect(() => readTokenizer(path)).toThrow(expect.objectContaining({ code: 'gguf_array' }));
  });
});

test.each(['tokenizer.json', 'spiece.model', 'merges.txt'])(
  '%s of 500 MB is refused before it is read',
  (name) => {
    const folder = mkdtempSync(join(dir, 'vast-'));
    writeFileSync(join(folder, name), '');
    truncateSync(join(folder, name), 500_000_000);
    expect(() => readTokenizer(folder)).toThrow(/it is 500000000 bytes long/);
  },
);

test('CLIP from its merges alone gives the tokens of its tokenizer.json', () => {
  const folder = only('tokenizer', 'merges.txt');
  expect(ids(folder)).toEqual(ids(join(data, 'tokenizer')));
  const frame = ({ begin, end, pad }: ReturnType<typeof readTokenizer>) => [begin, end, pad];
  expect(frame(readTokenizer(folder))).toEqual(frame(readTokenizer(join(data, 'tokenizer'))));
});

/** As converters fill up to the rows of the embedding: unused pieces behind. */
function padded({ texts, scores, kinds, charsmap }: Pieces): Pieces {
  const extra = Array.from({ length: 116 }, (_, i) => `[PAD${i}]`);
  return {
    texts: [...texts, ...extra],
    scores: [...scores, ...extra.map(() => -10_000)],
    kinds: [...kinds, ...extra.map(() => 5)],
    charsmap,
  };
}
