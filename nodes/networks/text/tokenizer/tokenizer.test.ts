import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { align } from './aligned.ts';
import { mergePairs } from './bpe.ts';
import { readTokenizer } from './read-tokenizer.ts';

const data = join(import.meta.dirname, '../../../../tests/goldens/data/models');
const clip = readTokenizer(join(data, 'sd35m/tokenizer'));
const t5 = readTokenizer(join(data, 'flux-dev/tokenizer_2'));
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tokenizer-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The parts of the text that the tokens stand for. */
function pieces(tokenizer: typeof clip, text: string): string[] {
  return tokenizer.tokens(align(text)).map(({ start, end }) => text.slice(start, end));
}

describe('tokens know their place in the prompt', () => {
  test('CLIP, through spaces and capitals', () => {
    expect(pieces(clip, 'a  RED\tcube')).toEqual(['a', 'RED', 'cube']);
    expect(pieces(clip, 'İt')).toContain('İ');
    expect(pieces(clip, 'red <|endoftext|> cube')).toContain('<|endoftext|>');
  });

  test('T5, through words and full-width letters', () => {
    expect(pieces(t5, 'a red').join('|')).toMatch(/^a\|.*d$/);
    expect(pieces(t5, 'ｒｅｄ').join('')).toBe('ｒｅｄ');
    expect(pieces(t5, 'on </s> a').filter((piece) => piece === '</s>')).toHaveLength(1);
  });

  test('every character of a word belongs to a token', () => {
    for (const text of ['naïve café', '山の上の猫', 'emoji 🐱🚀', 'İstanbul']) {
      expect(pieces(clip, text).join('').length).toBeGreaterThanOrEqual(
        text.replaceAll(' ', '').length,
      );
      expect(pieces(t5, text).join('')).toBe(text.replaceAll(' ', ''));
    }
  });
});

test('lower case does not look at neighbours, as a final sigma would', () => {
  const ids = clip.tokens(align('ΑΣ')).map(({ id }) => id);
  expect(ids).toEqual(clip.tokens(align('ασ')).map(({ id }) => id));
});

test('a zero-width joiner stays one unknown token with what it joins in T5', () => {
  expect(t5.tokens(align('👩‍🚀')).map(({ id }) => id)).toEqual([3, 2]);
});

describe('folders', () => {
  test('vocab.json with merges.txt reads as tokenizer.json does', () => {
    const from = join(data, 'sd35m/tokenizer_2');
    for (const name of [
      'vocab.json',
      'merges.txt',
      'special_tokens_map.json',
      'tokenizer_config.json',
    ]) {
      copyFileSync(join(from, name), join(dir, name));
    }
    const [old, current] = [readTokenizer(dir), readTokenizer(from)];
    expect([old.begin, old.end, old.pad]).toEqual([current.begin, current.end, current.pad]);
    for (const text of ["It's a naïve cube! <|endoftext|>", '🐱 1234', '<|STARTOFTEXT|>']) {
      expect(old.tokens(align(text))).toEqual(current.tokens(align(text)));
    }
  });

  test('without the files says which are wanted', () => {
    expect(() => readTokenizer(join(dir, 'nothing'))).toThrow(
      expect.objectContaining({
        code: 'tokenizer_missing',
        message: expect.stringContaining('merges.txt') as string,
      }),
    );
  });

  test.each([
    ['no JSON', '{', 'tokenizer_broken'],
    ['no model', '{}', 'tokenizer_broken'],
    ['null', 'null', 'tokenizer_broken'],
    ['a list', '[]', 'tokenizer_broken'],
    ['a model of numbers', '{"model":{"type":"Unigram","vocab":7,"unk_id":0}}', 'tokenizer_broken'],
    ["another model's BPE", '{"model":{"type":"BPE","vocab":{},"merges":[]}}', 'tokenizer_unknown'],
    [
      'an unknown normaliser',
      '{"normalizer":{"type":"Bert"},"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["</s>",0],["<pad>",0]]}}',
      'tokenizer_unknown',
    ],
  ])('a tokenizer.json with %s is refused by name', (_, text, code) => {
    const broken = join(dir, 'broken');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'tokenizer.json'), text);
    expect(() => readTokenizer(broken)).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringContaining('tokenizer.json') as string,
      }),
    );
  });
});

describe('byte pair encoding', () => {
  const ranks = new Map(['a b', 'b c', 'ab ab', 'c c'].map((pair, rank) => [pair, rank]));
  const merge = (text: string) => mergePairs(text.split(''), ranks).map((merged) => merged.text);

  test('merges what was learnt first, from the left', () => {
    expect(merge('abc')).toEqual(['ab', 'c']);
    expect(merge('bc')).toEqual(['bc']);
    expect(merge('ccc')).toEqual(['cc', 'c']);
    expect(merge('ababab')).toEqual(['abab', 'ab']);
    expect(merge('')).toEqual([]);
  });

  test('takes words of any length', () => {
    expect(mergePairs('ab'.repeat(100_000).split(''), ranks)).toHaveLength(50_000);
  });
});
