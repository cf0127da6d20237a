import { expect, test } from 'vitest';
import { precisionOf, WEIGHT_DTYPES } from './weight-dtype.ts';

test("ComfyUI's values come first, as workflows index them", () => {
  expect(WEIGHT_DTYPES.slice(0, 4)).toEqual([
    'default',
    'fp8_e4m3fn',
    'fp8_e4m3fn_fast',
    'fp8_e5m2',
  ]);
});

test.each([
  ['default', 'cpu', 'auto'],
  ['fp8_e4m3fn', 'cpu', 'int8'],
  ['fp8_e5m2', 'webgpu', 'int8'],
  ['fp8_e4m3fn_fast', 'cpu', 'w8a8'],
  ['fp8_e4m3fn_fast', 'cuda', 'int8'],
  ['w4a8', 'cpu', 'w4a8'],
] as const)('%s on %s is %s', (dtype, kind, precision) => {
  expect(precisionOf(dtype, { kind })).toBe(precision);
});
