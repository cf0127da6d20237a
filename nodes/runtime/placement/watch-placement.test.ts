import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OnnxModel } from '../../networks/onnx/graph-builder.ts';
import { cpu } from '../device.ts';
import type { Placement } from './parse-placement.ts';
import { rememberedPlacements, watchPlacement, type NetworkPlacement } from './watch-placement.ts';

let cacheDir: string;
let told: NetworkPlacement[];
let asked: OnnxModel[];
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'placements-'));
  told = [];
  asked = [];
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

const placement: Placement = { onDevice: 5, shapes: 1, fallen: { If: 2 }, copies: 3 };
const graph = (text: string, label = '/models/vae/a.safetensors'): OnnxModel => ({
  label,
  bytes: Buffer.from(text),
  weightsDir: null,
});
const watched = (found: Placement | null = placement, fingerprint = 'card') =>
  watchPlacement(cpu, (one) => told.push(one), {
    cacheDir,
    fingerprint,
    find: async (model) => {
      asked.push(model);
      return found;
    },
  });
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

test('a network is told with the sum of its graphs', async () => {
  const device = watched();
  device.opened?.(graph('first'));
  device.opened?.(graph('second'));
  await expect.poll(() => told.length).toBe(2);
  expect(told.at(-1)).toEqual({
    network: 'vae/a.safetensors',
    onDevice: 10,
    shapes: 2,
    fallen: { If: 4 },
    copies: 6,
  });
});

test('blocks that differ in numbers alone are asked about once', async () => {
  const device = watched();
  device.opened?.(graph('blocks.1.weight at 4096'));
  device.opened?.(graph('blocks.2.weight at 8192'));
  device.opened?.(graph('blocks.1.weight at 4096'));
  await expect.poll(() => told.length).toBe(1);
  await settled();
  expect(asked).toHaveLength(1);
});

test('what was found is remembered for the device alone', async () => {
  watched().opened?.(graph('x'));
  await expect.poll(() => told.length).toBe(1);
  watched().opened?.(graph('x'));
  await expect.poll(() => told.length).toBe(2);
  expect(asked).toHaveLength(1);
  expect(rememberedPlacements(cacheDir, 'card')).toEqual([told[0]]);
  expect(rememberedPlacements(cacheDir, 'another card')).toEqual([]);
  watched(placement, 'another card').opened?.(graph('x'));
  await expect.poll(() => asked.length).toBe(2);
});

test('what cannot be found out is not told, and asked about again', async () => {
  watched(null).opened?.(graph('x'));
  await expect.poll(() => asked.length).toBe(1);
  await settled();
  expect(told).toEqual([]);
  watched().opened?.(graph('x'));
  await expect.poll(() => told.length).toBe(1);
});
