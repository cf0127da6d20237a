import { expect, test } from 'vitest';
import { cpu } from '../runtime/device.ts';
import { precisionOf, WEIGHT_DTYPES } from './weight-dtype.ts';

test("ComfyUI's values come first, as workflows index them", () => {
  expect(WEIGHT_DTYPES.slice(0, 4)).toEqual([
    'default',
    'fp8_e4m3fn',
    'fp8_e4m3fn_fast',
    'fp8_e5m2',
  ]);
});

const card = { ...cpu, kind: 'cuda' } as const;
const overflowing = { ...cpu, fused: new Set<never>() };

test.each([
  ['default', cpu, 'auto'],
  ['fp8_e4m3fn', cpu, 'int8'],
  ['fp8_e5m2', card, 'int8'],
  ['fp8_e4m3fn_fast', cpu, 'w8a8'],
  ['fp8_e4m3fn_fast', card, 'int8'],
  ['fp8_e4m3fn_fast', overflowing, 'int8'],
  ['w4a8', cpu, 'w4a8'],
] as const)('%s on %o is %s', (dtype, device, precision) => {
  expect(precisionOf(dtype, device)).toBe(precision);
});
