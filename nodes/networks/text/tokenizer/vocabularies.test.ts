import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { text, u32, u64 } from '../../weights/gguf/gguf.fixture.ts';
import { align } from './aligned.ts';
import { readTokenizer, tokenizerIdentity } from './read-tokenizer.ts';
import { parseSpieceModel } from './spiece-model.ts';
import type { Pieces } from './sentence-piece.ts';

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
  const written = (name: string, entries: readonly Buffer[]) => {
    const path = join(dir, name);
    const header = [Buffer.from('GGUF'), u32(3), u64(0), u64(entries.length), ...entries];
    writeFileSync(path, Buffer.concat(header));
    return path;
  };

  test('gives the tokens of its tokenizer.json', () => {
    const path = written('t5.gguf', entriesOf(padded(pieces)));
    expect(ids(path)).toEqual(ids(join(data, 'tokenizer_2')));
    expect(tokenizerIdentity(path)).toMatch(/^\d+:/);
  });

  test('that lacks scores is refused by name', () => {
    const entries = entriesOf({ ...pieces, scores: [] });
    expect(() => readTokenizer(written('less.gguf', entries))).toThrow(
      /less\.gguf cannot be read as a tokenizer: it has 112 tokens, 0 scores/,
    );
  });

  test('whose array claims more than the file holds is refused before it is read', () => {
    const key = text('tokenizer.ggml.tokens');
    const path = written('vast.gguf', [Buffer.concat([key, u32(9), u32(8), u64(2n ** 50n)])]);
    expect(() => readTokenizer(path)).toThrow(expect.objectContaining({ code: 'gguf_array' }));
  });
});

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

function entriesOf({ texts, scores, kinds, charsmap }: Pieces): Buffer[] {
  const table = Buffer.from(charsmap, 'base64');
  const array = (name: string, type: number, count: number, values: Buffer) =>
    Buffer.concat([text(`tokenizer.ggml.${name}`), u32(9), u32(type), u64(count), values]);
  return [
    Buffer.concat([text('general.architecture'), u32(8), text('t5encoder')]),
    Buffer.concat([text('t5encoder.block_count'), u32(4), u32(2)]),
    array('tokens', 8, texts.length, Buffer.concat(texts.map((value) => text(value)))),
    array('scores', 6, scores.length, Buffer.from(Float32Array.from(scores).buffer)),
    array('token_type', 5, kinds.length, Buffer.from(Int32Array.from(kinds).buffer)),
    array('precompiled_charsmap', 0, table.length, table),
  ];
}
