import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { tokenizerFolder, type Tower } from './tokenizer-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tokenizers-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const files = {
  model: (folder: string, name: string) => join(root, 'models', folder, name),
};
const weights = (path: string) => join(root, path);
const put = (path: string) => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  return dirname(file);
};
const find = (tower: Tower, path: string) => tokenizerFolder(tower, weights(path), files);

const CLIP = 'models/text_encoders/clip_l.safetensors';
const T5 = 'models/text_encoders/deep/t5xxl_fp16.safetensors';

test.each<[string, Tower, string, string]>([
  ['merges alone', 'clipL', CLIP, 'models/tokenizers/clip_l/merges.txt'],
  ['SentencePiece’s file alone', 't5', T5, 'models/tokenizers/t5/spiece.model'],
  ['CLIP-L’s for CLIP-G', 'clipG', CLIP, 'models/tokenizers/clip_l/tokenizer.json'],
  ['ComfyUI’s of CLIP', 'clipG', CLIP, 'comfy/sd1_tokenizer/merges.txt'],
  ['ComfyUI’s of T5', 't5', T5, 'comfy/text_encoders/t5_tokenizer/tokenizer.json'],
  [
    'that of a component of a FLUX pipeline',
    't5',
    'pipeline/text_encoder_2/model.safetensors',
    'pipeline/tokenizer_2/tokenizer.json',
  ],
  [
    'that of a component that is chosen as a folder',
    'clipL',
    'pipeline/text_encoder',
    'pipeline/tokenizer/merges.txt',
  ],
])('finds %s', (_, tower, path, file) => {
  const folder = put(file);
  expect(find(tower, path)).toBe(folder);
});

test('takes CLIP-G’s own before CLIP-L’s, and the models’ before ComfyUI’s', () => {
  put('comfy/sd1_tokenizer/merges.txt');
  const shared = put('models/tokenizers/clip_l/merges.txt');
  expect(find('clipG', CLIP)).toBe(shared);
  const own = put('models/tokenizers/clip_g/merges.txt');
  expect(find('clipG', CLIP)).toBe(own);
});

test('a folder without a vocabulary is none', () => {
  put('models/tokenizers/t5/tokenizer_config.json');
  const error = find('t5', T5);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({
    code: 'tokenizer_missing',
    cure: 'Run "taca-studio tokenizers fetch t5", or put spiece.model of google/t5-v1_1-xxl into models/tokenizers/t5.',
  });
});
