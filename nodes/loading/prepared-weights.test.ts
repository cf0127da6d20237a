import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { Interrupted } from '../errors.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { cpu } from '../runtime/device.ts';
import { deviceFor, preparedWeights } from './prepared-weights.ts';

const bundled = join(import.meta.dirname, '../../models/checkpoints/shapes/transformer');
const { weights } = openTransformer(bundled);
let cacheDir: string;
beforeAll(() => void (cacheDir = mkdtempSync(join(tmpdir(), 'prepared-'))));
afterAll(() => rmSync(cacheDir, { recursive: true }));

function contextIn(progress: (done: number, total: number) => Promise<void>) {
  const { context } = stubContext({ progress });
  return { ...context, files: { ...context.files, cacheDir } };
}

test('weights that run as they lie are not converted', async () => {
  const context = contextIn(() => Promise.reject(new Error('nothing to tell')));
  expect(await preparedWeights(weights, 'fp32', context)).toBe(weights);
  expect(readdirSync(cacheDir)).toEqual([]);
});

test('an interrupt ends a conversion, and the next run finishes it', async () => {
  const interrupted = contextIn(() => Promise.reject(new Interrupted()));
  await expect(preparedWeights(weights, 'int8', interrupted)).rejects.toBeInstanceOf(Interrupted);
  const told: [number, number][] = [];
  const context = contextIn(async (done, total) => void told.push([done, total]));
  const prepared = await preparedWeights(weights, 'int8', context);
  const [first] = prepared.tensors.values();
  expect(first?.file).toContain(join(cacheDir, 'weights'));
  expect(told.length).toBeGreaterThan(0);
  for (const [done, total] of told) expect(done).toBeLessThanOrEqual(total);
  told.length = 0;
  await preparedWeights(weights, 'int8', context);
  expect(told).toEqual([]);
});

test('what is to be exact is not computed in float16', () => {
  const half = { ...cpu, arithmetic: 'float16' } as const;
  expect(deviceFor(half, 'fp32').arithmetic).toBe('float32');
  expect(deviceFor(half, 'int8')).toBe(half);
});
