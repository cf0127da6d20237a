import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpuDevice, FUSED_OPERATORS, type Device } from './device.ts';
import { rememberedSelfTest, selfTest } from './self-test.ts';

const cpuWith = (fused: Device['fused']): Device => ({ ...cpuDevice(1), fused });

test('every fused operator is right on the CPU', async () => {
  expect([...(await selfTest(cpuWith))]).toEqual([...FUSED_OPERATORS]);
});

test('results are remembered and used again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'taca-self-test-'));
  await rememberedSelfTest(cpuWith, dir);
  const file = join(dir, 'self-test-cpu.json');
  const saved = JSON.parse(readFileSync(file, 'utf8')) as { machine: string; right: string[] };
  expect(saved.right).toEqual([...FUSED_OPERATORS]);
  writeFileSync(file, JSON.stringify({ ...saved, right: ['Gelu'] }));
  expect([...(await rememberedSelfTest(cpuWith, dir))]).toEqual(['Gelu']);
});

test.each([
  ['torn', '{"machine":'],
  ['of another machine', '{"machine":"x","right":[]}'],
])('results that are %s are made again', async (_what, content) => {
  const dir = mkdtempSync(join(tmpdir(), 'taca-self-test-'));
  writeFileSync(join(dir, 'self-test-cpu.json'), content);
  expect((await rememberedSelfTest(cpuWith, dir)).size).toBe(FUSED_OPERATORS.length);
});
