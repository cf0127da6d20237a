/** A small network in a folder of its own, and its conversion to 8 bit there, for tests. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { openSafetensors } from '../safetensors.ts';
import { f32, writeSafetensors, type Written } from '../safetensors.fixture.ts';
import type { WeightSource } from '../weight-source.ts';
import { gaussian } from './forms.fixture.ts';
import type { PrepareOptions } from './options.ts';
import { prepare } from './prepare.ts';

/** The folder of the test that runs. */
export let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'prepare-'))));
afterEach(() => rmSync(dir, { recursive: true }));

export const values = gaussian(64 * 64, 1);
export const linear = f32([...values], [64, 64]);
export const moduleOf = (i: number) => `transformer_blocks.${i}.attn.to_q`;

export function network(tensors: Record<string, Written> = {}, blocks = 3): WeightSource {
  const layers = Array.from({ length: blocks }, (_, i) => [`${moduleOf(i)}.weight`, linear]);
  const path = join(dir, 'model.safetensors');
  return openSafetensors(writeSafetensors(path, { ...Object.fromEntries(layers), ...tensors }));
}

export function int8(source: WeightSource, to = dir, more: Partial<PrepareOptions> = {}) {
  return prepare(source, 'int8', { dir: to, scaleType: 'F32', ...more });
}

export const cached = (at = dir) => readdirSync(join(at, 'weights')).toSorted();
export const onlyFile = (at = dir) => join(at, 'weights', cached(at)[0] as string);
