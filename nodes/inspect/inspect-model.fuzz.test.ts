import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mutated, seeded, type Random } from '../../tests/mutate.ts';
import { BUNDLED_MODELS } from '../files/bundled-models.ts';
import { stringifyJson, type Json } from '../graph/json.ts';
import {
  fileBytes,
  safetensorsBytes,
  type Written,
} from '../networks/weights/safetensors.fixture.ts';
import { inspectModel } from './inspect-model.ts';

const CASES = 150;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Entry {
  readonly shape: readonly number[];
}

function headerOf(path: string): Record<string, Entry> {
  const bytes = readFileSync(join(BUNDLED_MODELS, path));
  const text = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString();
  const { __metadata__: _, ...tensors } = JSON.parse(text) as Record<string, Entry>;
  return tensors;
}

/** Some tensors gone, some of other shapes; the offsets are right. */
function otherTensors(header: Readonly<Record<string, Entry>>, random: Random): Buffer {
  const tensors: Record<string, Written> = {};
  for (const [name, { shape }] of Object.entries(header)) {
    if (random() < 0.1) continue;
    const odd = [0, 1, 3, shape.length];
    const changed =
      random() < 0.1 ? shape.map((side) => odd[Math.floor(random() * 5)] ?? side) : shape;
    // One row is enough: a header tells the rest.
    const small = changed.map((side, i) => (i === 0 ? Math.min(side, 1) : side));
    const size = small.reduce((product, side) => product * side, 1);
    tensors[name] = { dtype: 'U8', shape: small, bytes: new Uint8Array(size) };
  }
  return safetensorsBytes(tensors);
}

const FILES = [
  'loras/shapes-taca-r16.safetensors',
  'checkpoints/shapes/vae/diffusion_pytorch_model.safetensors',
  'checkpoints/shapes/text_encoder_3/model.safetensors',
  'checkpoints/shapes/transformer/diffusion_pytorch_model.safetensors',
];

/** What must never be said of a file. */
function isWrong(file: string): boolean {
  const { kind, problem } = inspectModel(file, 'checkpoints');
  const leaks = problem?.message.includes(folder) ?? false;
  return kind === '' || leaks || problem?.code === 'weights_unreadable';
}

it.each(FILES)('says something of %s with a header that is no header', (path) => {
  const entries = Object.entries(headerOf(path)).slice(0, 12);
  const header = Object.fromEntries(entries) as unknown as Json;
  const random = seeded(7);
  const file = join(folder, 'header.safetensors');
  const wrong: string[] = [];
  for (let i = 0; i < CASES; i++) {
    const text = stringifyJson(mutated(header, random, 1 + (i % 4)));
    writeFileSync(file, fileBytes(text, new Uint8Array(4096)));
    if (isWrong(file)) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});

it.each(FILES)('says something of %s with other tensors', (path) => {
  const header = headerOf(path);
  const random = seeded(11);
  const file = join(folder, 'tensors.safetensors');
  const wrong: number[] = [];
  for (let i = 0; i < CASES / 5; i++) {
    writeFileSync(file, otherTensors(header, random));
    if (isWrong(file)) wrong.push(i);
  }
  expect(wrong).toEqual([]);
});
