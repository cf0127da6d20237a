import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpu } from '../../nodes/runtime/device.ts';
import { readManifest, runCase } from './golden.ts';
import { runTables } from './tables.ts';
import { goldenKinds } from './kinds/index.ts';

const dir = join(import.meta.dirname, 'data');
const cases = readManifest(dir).cases.map((golden) => ({
  name: golden.name,
  golden,
  kind: goldenKinds.find((kind) => kind.matches(golden)),
}));
const built = cases.flatMap(({ kind, ...rest }) => (kind ? [{ kind, ...rest }] : []));

/** What no sampler of ours computes: diffusers' third-order DPM-Solver++. */
const NOT_BUILT = ['sampler_flow_dpmpp_3m_6', 'sampler_flow_dpmpp_3m_13'];

test('every case is built but those known not to be', () => {
  expect(cases.filter(({ kind }) => !kind).map(({ name }) => name)).toEqual(NOT_BUILT);
});

test.each(built)('$name on the CPU', async ({ kind, golden }) => {
  const measured = await runCase(kind, golden, dir, cpu);
  expect(measured.length).toBeGreaterThan(0);
  for (const { output, error, tolerance } of measured) {
    expect(error, output).toBeLessThanOrEqual(tolerance);
  }
});

describe('golden tables', async () => {
  test.each(await runTables(dir))('$table: $name', ({ error, tolerance }) => {
    expect(error).toBeLessThanOrEqual(tolerance);
  });
});
