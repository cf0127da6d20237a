import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpuDevice, testedOn, type Device } from './device.ts';
import { rememberedSelfTest, rightOnes, selfTest, type OperatorTest } from './self-test.ts';

const cpuWith = (fused: Device['fused']): Device => ({ ...cpuDevice(1), fused });
const all = [...testedOn(cpuDevice(1))];

test('every operator is right on the CPU', async () => {
  const tests = await selfTest(cpuWith);
  expect([...rightOnes(tests)]).toEqual(all);
  expect(tests.every(({ error, failure }) => Number(error) < 1e-4 && failure === null)).toBe(true);
});

test('an operator that gives other numbers, or does not run, is named and not used', async () => {
  const lying = (fused: Device['fused']): Device => {
    const device = cpuWith(fused);
    if (fused.has('Gelu')) return { ...device, fused: new Set(), ...brokenSession };
    return device;
  };
  const tests = await selfTest(lying);
  expect(tests.find(({ operator }) => operator === 'Gelu')).toMatchObject({
    error: null,
    passed: false,
    failure: expect.stringContaining('no-such-provider') as string,
  });
  expect([...rightOnes(tests)]).toEqual(all.filter((operator) => operator !== 'Gelu'));
});

const brokenSession: Pick<Device, 'sessionOptions'> = {
  sessionOptions: () => ({ executionProviders: ['no-such-provider'] }),
};

test('results are remembered and used again', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'taca-self-test-'));
  await rememberedSelfTest(cpuWith, dir);
  const file = join(dir, 'self-test-cpu.json');
  const saved = JSON.parse(readFileSync(file, 'utf8')) as { tests: OperatorTest[] };
  expect([...rightOnes(saved.tests)]).toEqual(all);
  const gelu = saved.tests.filter(({ operator }) => operator === 'Gelu');
  writeFileSync(file, JSON.stringify({ ...saved, tests: gelu }));
  expect(await rememberedSelfTest(cpuWith, dir)).toEqual(gelu);
});

test.each([
  ['torn', '{"machine":'],
  ['of another machine', '{"machine":"x","tests":[]}'],
  ['of an older version', '{"machine":"x","right":[]}'],
])('results that are %s are made again', async (_what, content) => {
  const dir = mkdtempSync(join(tmpdir(), 'taca-self-test-'));
  writeFileSync(join(dir, 'self-test-cpu.json'), content);
  expect((await rememberedSelfTest(cpuWith, dir)).length).toBe(all.length);
});

test('a folder that cannot be written is no reason not to test', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'taca-self-test-')), 'file');
  writeFileSync(file, '');
  expect((await rememberedSelfTest(cpuWith, join(file, 'cache'))).length).toBe(all.length);
});
