import { expect, test } from 'vitest';
import { parsePlacement, tellsPlacement } from './parse-placement.ts';

const AT = '2026-01-01 [V:onnxruntime:, session_state.cc:1385 VerifyEachNodeIsAssignedToAnEp]';
const placed = (provider: string, ...nodes: string[]) =>
  [
    `${AT}  Node(s) placed on [${provider}]. Number of nodes: ${nodes.length}`,
    ...nodes.map((node) => `${AT}   ${node}`),
  ].join('\n');
const copy = (what: string) =>
  `2026-01-01 [I:onnxruntime:, transformer_memcpy.cc:393 AddCopyNode] Add ${what} for WebGpuExecutionProvider`;

test('all on the device', () => {
  const log = `${AT} All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 12\n`;
  expect(parsePlacement(log)).toEqual({ onDevice: 12, shapes: 0, fallen: {}, copies: 0 });
});

test('what computes on the CPU is told from what reckons shapes there', () => {
  const log = [
    copy('MemcpyFromHost after Det_1'),
    copy('MemcpyFromHost after Concat_9'),
    copy('MemcpyToHost before x'),
    placed(
      'CPUExecutionProvider',
      'Det (Det_1)',
      'Concat (Concat_9)',
      'Concat (Concat_2)',
      'Gather (Gather_3)',
      'NonZero (NonZero_4)',
    ),
    placed('WebGpuExecutionProvider', 'MatMul (MatMul_5)', 'MemcpyFromHost (Memcpy)'),
  ].join('\n');
  expect(parsePlacement(log)).toEqual({
    onDevice: 2,
    shapes: 2,
    fallen: { Det: 1, Concat: 1, NonZero: 1 },
    copies: 3,
  });
});

test('weights that a session converts when it is opened do not count', () => {
  const log = [
    copy('MemcpyFromHost after Cast_1'),
    placed('CPUExecutionProvider', 'Cast (Cast_1)'),
    placed('CUDAExecutionProvider', 'MatMul (MatMul_5)'),
  ].join('\n');
  expect(parsePlacement(log)).toMatchObject({ onDevice: 1, fallen: {} });
});

test('a log that does not tell', () => {
  expect(parsePlacement('Failed to get a WebGPU adapter\n')).toBeNull();
});

test('all is said when a line of something else has come', () => {
  const nodes = `${placed('WebGpuExecutionProvider', 'MatMul (MatMul_5)')}\n`;
  expect(tellsPlacement('something\n')).toBe(false);
  expect(tellsPlacement(nodes)).toBe(false);
  expect(tellsPlacement(`${nodes}2026-01-01 [V:`)).toBe(false);
  expect(tellsPlacement(`${nodes}2026-01-01 [V:onnxruntime] next\n`)).toBe(true);
});
