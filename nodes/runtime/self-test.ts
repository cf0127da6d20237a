/**
 * Fused operators have been wrong on real GPUs (and MultiHeadAttention is on software ones), and so have quantised products on
 * some processors. Each is run on the device beside its decomposed form. What differs is not used there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import { writeIfPossible } from '../files/write-if-possible.ts';
import { GraphBuilder } from '../networks/onnx/graph-builder.ts';
import { Layers } from '../networks/onnx/layers.ts';
import type { Tensor } from '../tensor.ts';
import { testedOn, type Device, type FusedOperator, type TestedOperator } from './device.ts';
import { PROBES, type Probe } from './probes.ts';
import { Session } from './session.ts';

/** Largest error allowed, relative to the largest value. */
const TOLERANCE = 1e-4;
/** Where sums are kept in float16, too. */
const HALF_TOLERANCE = 2e-2;
/** How an operator did. */
export interface OperatorTest {
  readonly operator: TestedOperator;
  /** Largest, relative to the largest value; null when it gave no finite number, or did not run. */
  readonly error: number | null;
  /** Otherwise its decomposed form is used. */
  readonly passed: boolean;
  /** What stopped it from running. */
  readonly failure: string | null;
}

/** Tests all operators that a device may be asked for. @throws what its decomposed forms throw: it is of no use then */
export async function selfTest(
  open: (fused: ReadonlySet<FusedOperator>) => Device,
): Promise<OperatorTest[]> {
  const tests: OperatorTest[] = [];
  for (const operator of testedOn(open(new Set()))) {
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
    const passed = error <= (operator.startsWith('Half') ? HALF_TOLERANCE : TOLERANCE);
    tests.push({ operator, error: Number.isFinite(error) ? error : null, passed, failure });
  }
  return tests;
}

/** As `selfTest`, remembered in `cacheDir` until ONNX Runtime, the processor, the system or its Vulkan driver choice changes. */
export async function rememberedSelfTest(
  open: (fused: ReadonlySet<FusedOperator>) => Device,
  cacheDir: string | undefined,
): Promise<readonly OperatorTest[]> {
  if (cacheDir === undefined) return selfTest(open);
  const { ort } = await import('./ort.ts');
  const device = open(new Set());
  const machine = [
    ort.env.versions.node,
    process.platform,
    release(),
    process.env['VK_ICD_FILENAMES'] ?? '',
    cpus()[0]?.model ?? '',
    ...testedOn(device),
  ].join(' ');
  const file = join(cacheDir, `self-test-${device.kind}.json`);
  const remembered = readRemembered(file);
  if (remembered?.machine === machine) return remembered.tests;
  const tests = await selfTest(open);
  writeIfPossible(file, JSON.stringify({ machine, tests } satisfies Remembered));
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
  const inputs = probe.inputs.map(({ shape }, i) => b.input(`x${i}`, 'float32', shape));
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
    const feeds = probe.inputs.map((input, i) => [`x${i}`, input] as const);
    const { y } = await session.run(Object.fromEntries(feeds));
    return y as Tensor;
  } finally {
    await session.release();
  }
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
