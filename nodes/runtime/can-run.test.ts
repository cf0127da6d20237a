import { expect, test } from 'vitest';
import { canRun, precisionsOf } from './can-run.ts';
import { testedOn, type TestedOperator } from './device.ts';

const without = (kind: 'cpu' | 'webgpu', ...wrong: TestedOperator[]) =>
  new Set(
    testedOn({ kind, arithmetic: kind === 'cpu' ? 'float32' : 'float16' }).filter(
      (operator) => !wrong.includes(operator),
    ),
  );

test('the CPU computes in all but 16 bit, graphics cards not with int8 activations', () => {
  const cpu = { kind: 'cpu', arithmetic: 'float32', fused: without('cpu') } as const;
  const card = { kind: 'webgpu', arithmetic: 'float16', fused: without('webgpu') } as const;
  expect(precisionsOf(cpu)).toEqual(['fp32', 'int8', 'int4', 'w8a8', 'w4a8']);
  expect(precisionsOf(card)).toEqual(['fp32', 'fp16', 'int8', 'int4']);
});

test('a processor whose int8 sums overflow is not asked for them', () => {
  const fused = without('cpu', 'MatMulInteger');
  const precisions = precisionsOf({ kind: 'cpu', arithmetic: 'float32', fused });
  expect(precisions).toEqual(['fp32', 'int8', 'int4']);
});

test('a card is judged by the arithmetic that it computes in', () => {
  const fused = without('webgpu', 'HalfMatMulNBits4');
  const card = { kind: 'webgpu', fused } as const;
  expect(canRun('int4', { ...card, arithmetic: 'float16' })).toBe(false);
  expect(canRun('int4', { ...card, arithmetic: 'float32' })).toBe(true);
});
