/**
 * Fused operators have been wrong on real GPUs (and MultiHeadAttention is on software ones). Each is run on the device
 * beside its decomposed form, at the shapes where faults were seen: unequal query and key counts, sequences that are no
 * multiple of a tile, two items in the batch. What differs is not used there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { GraphBuilder, type Value } from '../networks/onnx/graph-builder.ts';
import { Layers } from '../networks/onnx/layers.ts';
import type { Tensor } from '../tensor.ts';
import { FUSED_OPERATORS, type Device, type FusedOperator, type TestedOperator } from './device.ts';
import { Session } from './session.ts';

/** Largest error allowed, relative to the largest value. */
const TOLERANCE = 1e-4;
const HEADS = 3;
const HEAD_DIM = 32;
const WIDTH = HEADS * HEAD_DIM;

interface Probe {
  readonly shapes: readonly (readonly number[])[];
  build(layers: Layers, inputs: readonly Value[]): Value;
}

const attention = (queries: number, keys: number): Probe => ({
  shapes: [
    [2, queries, WIDTH],
    [2, keys, WIDTH],
    [2, keys, WIDTH],
  ],
  build: (layers, [q, k, v]) =>
    layers.attention(q as Value, k as Value, v as Value, { heads: HEADS, headDim: HEAD_DIM }),
});

const PROBES: Record<TestedOperator, readonly Probe[]> = {
  MultiHeadAttention: [attention(64, 112), attention(48, 112), attention(130, 130)],
  LayerNormalization: [
    {
      shapes: [[2, 77, WIDTH], [WIDTH], [WIDTH]],
      build: (layers, [x, scale, bias]) =>
        layers.normalise(x as Value, scale as Value, bias as Value, 1e-6),
    },
  ],
  RMSNormalization: [
    {
      shapes: [[2, 77, HEADS, HEAD_DIM], [HEAD_DIM]],
      build: (layers, [x, weight]) => layers.rms(x as Value, weight as Value, 1e-6),
    },
  ],
  Gelu: [
    { shapes: [[2, 77, WIDTH]], build: (layers, [x]) => layers.gelu(x as Value, 'tanh') },
    { shapes: [[2, 77, WIDTH]], build: (layers, [x]) => layers.gelu(x as Value, 'erf') },
  ],
  RotaryEmbedding: [
    {
      shapes: [
        [2, 77, WIDTH],
        [77, HEAD_DIM / 2],
        [77, HEAD_DIM / 2],
      ],
      build: (layers, [x, cos, sin]) =>
        layers.rotary(x as Value, cos as Value, sin as Value, HEADS),
    },
  ],
};

/** How a fused operator did. */
export interface OperatorTest {
  readonly operator: TestedOperator;
  /** Largest, relative to the largest value; null when it gave no finite number, or did not run. */
  readonly error: number | null;
  /** Otherwise its decomposed form is used. */
  readonly passed: boolean;
  /** What stopped it from running. */
  readonly failure: string | null;
}

/** Tests all fused operators on a device. @throws what its decomposed forms throw: it is of no use then */
export async function selfTest(
  open: (fused: ReadonlySet<FusedOperator>) => Device,
): Promise<OperatorTest[]> {
  const tests: OperatorTest[] = [];
  for (const operator of FUSED_OPERATORS) {
    const errors: number[] = [];
    let failure: string | null = null;
    for (const probe of PROBES[operator]) {
      const decomposed = await run(probe, open(new Set()));
      const fused = await run(probe, open(new Set([operator]))).catch((error: Error) => {
        failure = error.message.split('\n')[0] ?? 'unknown error';
        return null;
      });
      errors.push(fused ? relativeError(fused, decomposed) : Infinity);
    }
    const error = Math.max(...errors);
    const passed = error <= TOLERANCE;
    tests.push({ operator, error: Number.isFinite(error) ? error : null, passed, failure });
  }
  return tests;
}

/** As `selfTest`, remembered in `cacheDir` until ONNX Runtime, the system or its Vulkan driver choice changes. */
export async function rememberedSelfTest(
  open: (fused: ReadonlySet<FusedOperator>) => Device,
  cacheDir: string | undefined,
): Promise<readonly OperatorTest[]> {
  if (cacheDir === undefined) return selfTest(open);
  const { ort } = await import('./ort.ts');
  const machine = [
    ort.env.versions.node,
    process.platform,
    release(),
    process.env['VK_ICD_FILENAMES'] ?? '',
  ].join(' ');
  const file = join(cacheDir, `self-test-${open(new Set()).kind}.json`);
  const remembered = readRemembered(file);
  if (remembered?.machine === machine) return remembered.tests;
  const tests = await selfTest(open);
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(file, JSON.stringify({ machine, tests } satisfies Remembered));
  return tests;
}

/** The operators that may be used fused. */
export function rightOnes(tests: readonly OperatorTest[]): Set<FusedOperator> {
  return new Set(tests.filter(({ passed }) => passed).map(({ operator }) => operator));
}

interface Remembered {
  readonly machine: string;
  readonly tests: readonly OperatorTest[];
}

/** Null for a file of another version, too. */
function readRemembered(file: string): Remembered | null {
  if (!existsSync(file)) return null;
  try {
    const remembered = JSON.parse(readFileSync(file, 'utf8')) as Partial<Remembered>;
    const { machine, tests } = remembered;
    return machine !== undefined && Array.isArray(tests) ? { machine, tests } : null;
  } catch {
    return null;
  }
}

async function run(probe: Probe, device: Device): Promise<Tensor> {
  const b = new GraphBuilder();
  const batch = b.ints([2]);
  const inputs = probe.shapes.map((shape, i) => b.input(`x${i}`, 'float32', shape));
  const noWeights = {
    label: 'self-test',
    identity: '',
    files: [],
    tensors: new Map(),
    metadata: {},
    config: null,
  };
  b.output('y', probe.build(new Layers(b, noWeights, device, batch), inputs));
  const session = await Session.open(b.build(), device);
  try {
    const feeds = probe.shapes.map((shape, i) => [`x${i}`, waves(shape, i)] as const);
    const { y } = await session.run(Object.fromEntries(feeds));
    return y as Tensor;
  } finally {
    await session.release();
  }
}

/** Values without a pattern that a kernel could share, in -2..2. */
function waves(shape: readonly number[], phase: number): Tensor {
  const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
  for (let i = 0; i < data.length; i++) data[i] = 2 * Math.sin(i * 1.7 + Math.sqrt(i) + phase);
  return { data, shape };
}

function relativeError(actual: Tensor, expected: Tensor): number {
  let error = 0;
  let scale = 0;
  expected.data.forEach((value, i) => {
    const difference = Math.abs(value - (actual.data[i] ?? NaN));
    error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
    scale = Math.max(scale, Math.abs(value));
  });
  return error / scale;
}
