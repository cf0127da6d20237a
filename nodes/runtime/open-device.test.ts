import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceReport } from './probe/device-report.ts';
import { FUSED_OPERATORS } from './device.ts';
import { openDevice } from './open-device.ts';

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'open-device-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true }));

const tests = FUSED_OPERATORS.map((operator) => ({
  operator,
  error: 0,
  passed: operator !== 'Gelu',
  failure: null,
}));
const report: DeviceReport = { tests, float16: true, maxBufferBytes: 2 ** 29 };
const answering = (answer: DeviceReport) => () => Promise.resolve(answer);
const failing = (reason: string) => () => Promise.reject(new Error(reason));
const hasWebGpu = process.platform !== 'linux' || process.arch === 'x64';

test('the CPU tells how each operator did', async () => {
  const { device, selfTest, fallback, candidates } = await openDevice('cpu', { threads: 1 });
  expect(device.kind).toBe('cpu');
  expect(selfTest.every(({ passed }) => passed)).toBe(true);
  expect(fallback).toBeNull();
  expect(candidates).toEqual([{ kind: 'cpu', name: 'CPU', reason: null, taken: true }]);
});

test.runIf(hasWebGpu)('a device is what its test found', async () => {
  const { device, selfTest } = await openDevice('webgpu', { probe: answering(report) });
  expect(device).toMatchObject({
    kind: 'webgpu',
    arithmetic: 'float16',
    limits: { maxBufferBytes: 2 ** 29 },
  });
  expect(device.fused.has('MultiHeadAttention')).toBe(true);
  expect(device.fused.has('Gelu')).toBe(false);
  expect(selfTest).toEqual(tests);
});

test.runIf(hasWebGpu)('without 16 bit in its shaders it computes in 32', async () => {
  const { device } = await openDevice('webgpu', {
    probe: answering({ ...report, float16: false }),
  });
  expect(device.arithmetic).toBe('float32');
});

test.runIf(hasWebGpu)(
  'buffers are no larger than a person says, nor than the device takes',
  async () => {
    const limitOf = async (maxBufferBytes: number) =>
      (await openDevice('webgpu', { probe: answering(report), maxBufferBytes })).device.limits;
    expect(await limitOf(2 ** 27)).toEqual({ maxBufferBytes: 2 ** 27 });
    expect(await limitOf(2 ** 40)).toEqual({ maxBufferBytes: 2 ** 29 });
  },
);

test('automatic goes on to the CPU, and keeps why each device before it was not taken', async () => {
  const opened = await openDevice('auto', { threads: 1, probe: failing('it has no adapter') });
  expect(opened.device.kind).toBe('cpu');
  const refused = opened.candidates.slice(0, -1);
  expect(opened.candidates.at(-1)).toMatchObject({ kind: 'cpu', taken: true });
  for (const { name, reason, taken } of refused) {
    expect(reason).not.toBeNull();
    expect(taken).toBe(false);
    expect(opened.fallback).toContain(`${name} cannot be used here: ${reason}.`);
  }
  expect(refused.some(({ kind }) => kind === 'webgpu')).toBe(hasWebGpu);
});

test.runIf(hasWebGpu)('automatic says which devices it did not try', async () => {
  const opened = await openDevice('auto', { probe: answering(report) });
  expect(opened.device.kind).not.toBe('cpu');
  expect(opened.candidates.at(-1)).toMatchObject({ kind: 'cpu', taken: false, reason: null });
  expect(opened.fallback).toBeNull();
});

test.each(['webgpu', 'cuda:1', 'dml', 'coreml'] as const)(
  '%s, when chosen, is never replaced',
  async (choice) => {
    await expect(openDevice(choice, { probe: failing('it is gone') })).rejects.toMatchObject({
      code: 'device_unavailable',
      message: expect.stringMatching(/cannot be used here: .+\.$/) as string,
      cure: expect.stringMatching(/\w/) as string,
    });
  },
);

test.runIf(hasWebGpu)('a device is tested once, until it or its driver is another', async () => {
  let times = 0;
  const probe = async () => {
    times++;
    return report;
  };
  const open = () => openDevice('webgpu', { cacheDir, probe });
  const first = await open();
  expect((await open()).selfTest).toEqual(first.selfTest);
  expect(times).toBe(1);
  const before = process.env['VK_DRIVER_FILES'];
  process.env['VK_DRIVER_FILES'] = '/another/driver_icd.json';
  try {
    await open();
  } finally {
    if (before === undefined) delete process.env['VK_DRIVER_FILES'];
    else process.env['VK_DRIVER_FILES'] = before;
  }
  expect(times).toBe(process.platform === 'win32' ? 1 : 2);
});
