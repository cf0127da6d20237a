import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpu } from '../../nodes/runtime/device.ts';
import { readManifest, runCase } from './golden.ts';
import { runTables } from './tables.ts';
import { goldenKinds } from './kinds/index.ts';

const dir = join(import.meta.dirname, 'data');

describe('goldens on the CPU', () => {
  for (const golden of readManifest(dir).cases) {
    const kind = goldenKinds.find((k) => k.matches(golden));
    if (!kind) {
      test.todo(`${golden.name} (kind not built yet)`);
      continue;
    }
    test(golden.name, async () => {
      const measured = await runCase(kind, golden, dir, cpu);
      expect(measured.length).toBeGreaterThan(0);
      for (const { output, error, tolerance } of measured)
        expect(error, output).toBeLessThanOrEqual(tolerance);
    });
  }
});

describe('golden tables', async () => {
  for (const row of await runTables(dir)) {
    test(`${row.table}: ${row.name}`, () => expect(row.error).toBeLessThanOrEqual(row.tolerance));
  }
});
