import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { f32, writeSafetensors } from '../networks/weights/safetensors.fixture.ts';
import { fingerprint } from './fingerprint.ts';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'fingerprint-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const INDEX = 'model.safetensors.index.json';
const part = (number: number) => `model-0000${number}-of-00002.safetensors`;

test.each([part(1), INDEX])('of %s goes by every part of its model', (name) => {
  for (const number of [1, 2]) writeSafetensors(join(dir, part(number)), { x: f32([number]) });
  const weight_map = { a: part(1), b: part(2) };
  writeFileSync(join(dir, INDEX), JSON.stringify({ weight_map }));
  const now = () => fingerprint('diffusion_models', name, { model: (_, name) => join(dir, name) });
  const before = now();
  writeFileSync(join(dir, 'other.safetensors'), '');
  expect(now()).toEqual(before);
  utimesSync(join(dir, part(2)), 1, 1);
  expect(now()).not.toEqual(before);
});
