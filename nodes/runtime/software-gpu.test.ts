/** The software GPU that Chromium brings: an adapter without 16 bit, with faults of its own. */
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { GraphBuilder } from '../networks/onnx/graph-builder.ts';
import { gpuDevice, LEAST_LIMITS } from './device.ts';
import { findPlacement } from './placement/find-placement.ts';
import { runProbe } from './probe/run-probe.ts';

const ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';
const webgpu = { kind: 'webgpu', index: 0 } as const;
const device = gpuDevice({
  ...webgpu,
  name: 'WebGPU',
  fused: new Set(),
  arithmetic: 'float32',
  limits: LEAST_LIMITS,
  memory: null,
});
const PATIENCE = { timeout: 240_000 };

/** What processes that are started from now on find. */
function useDriver(path: string): void {
  vi.stubEnv('VK_ICD_FILENAMES', path);
  vi.stubEnv('LD_LIBRARY_PATH', '/usr/lib/chromium');
  vi.stubEnv('XDG_RUNTIME_DIR', '/tmp');
}
afterEach(() => void vi.unstubAllEnvs());

describe.runIf(existsSync(ICD))('the software GPU', () => {
  test('it computes in 32 bit, and an operator it has wrong is found', PATIENCE, async () => {
    useDriver(ICD);
    const { tests, float16, maxBufferBytes } = await runProbe(webgpu);
    expect(float16).toBe(false);
    expect(maxBufferBytes).toBeGreaterThanOrEqual(LEAST_LIMITS.maxBufferBytes);
    const wrong = tests.filter(({ passed }) => !passed).map(({ operator }) => operator);
    expect(wrong).toContain('MultiHeadAttention');
    expect(wrong).not.toContain('LayerNormalization');
  });

  test('a machine without an adapter says so', PATIENCE, async () => {
    useDriver('/no/such_icd.json');
    await expect(runProbe(webgpu)).rejects.toThrow('Failed to get a WebGPU adapter');
  });

  test('an operator that it lacks is counted, reckoning of shapes is not', PATIENCE, async () => {
    useDriver(ICD);
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', ['n', 3, 3]);
    const count = b.op('Gather', [b.op('Shape', [x]), b.ints([0])]);
    const twice = b.op('Concat', [b.ints([2]), count], { axis: { int: 0 } });
    b.output('y', b.op('Expand', [b.op('Add', [b.op('Det', [x]), b.floats([1])]), twice]));
    const placement = await findPlacement(b.build(), device);
    expect(placement?.fallen).toEqual({ Det: 1 });
    expect(placement?.copies).toBeGreaterThan(0);
    expect(placement?.shapes).toBeGreaterThan(0);
  });

  test('a graph that it runs whole has nothing on the CPU', PATIENCE, async () => {
    useDriver(ICD);
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', ['n', 3]);
    b.output('y', b.op('Softmax', [b.op('Add', [x, b.floats([1])])]));
    expect(await findPlacement(b.build(), device)).toMatchObject({
      shapes: 0,
      fallen: {},
      copies: 0,
    });
  });
});
