import { expect, test } from 'vitest';
import { openDevice } from './open-device.ts';

test('the CPU tells how each operator did', async () => {
  const { device, selfTest, fallback } = await openDevice('cpu', { threads: 1 });
  expect(device.kind).toBe('cpu');
  expect(selfTest.every(({ passed }) => passed)).toBe(true);
  expect(fallback).toBeNull();
});

test('automatic takes WebGPU, or says in words why it does not', async () => {
  const { device, fallback } = await openDevice('auto', { threads: 1 });
  expect(fallback === null).toBe(device.kind === 'webgpu');
  expect(fallback ?? '').not.toMatch(/\.cc|::/);
});
