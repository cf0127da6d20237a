/** Runs golden cases: folder with manifest.json → case, measured error, tolerance. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSafetensors } from '../../nodes/networks/weights/safetensors.ts';
import { readTensor } from '../../nodes/networks/weights/read-tensor.ts';
import type { Device } from '../../nodes/runtime/device.ts';
import type { Tensor } from '../../nodes/tensor.ts';
import type { GoldenCase, GoldenKind } from './kind.ts';

export interface Measured {
  readonly output: string;
  /** Largest absolute difference; Infinity when shapes differ or a value is not finite. */
  readonly error: number;
  readonly tolerance: number;
}

interface Manifest {
  readonly cases: readonly GoldenCase[];
  readonly tables: unknown;
}

export function readManifest(dir: string): Manifest {
  return JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
}

export function maxAbsError(actual: Tensor, expected: Tensor): number {
  if (actual.shape.join() !== expected.shape.join()) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.data.length; i++) {
    const error = Math.abs((actual.data[i] as number) - (expected.data[i] as number));
    if (!(error <= worst)) worst = Number.isNaN(error) ? Infinity : error;
  }
  return worst;
}

function scaleOf(t: Tensor): number {
  return t.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}

/**
 * @param loosest where a device computes less exactly than the CPU: the tolerance is at least this share of the output's scale
 */
export async function runCase(
  kind: GoldenKind,
  golden: GoldenCase,
  dir: string,
  device: Device,
  loosest = 0,
): Promise<Measured[]> {
  const tensors = openSafetensors(join(dir, golden.file));
  const expected = (name: string) => readTensor(tensors, `out.${name}`);
  const computed = await kind.compute(golden, {
    dir,
    device,
    tensors,
    input: (name) => readTensor(tensors, `in.${name}`),
    expected,
  });
  const tolerance = Number.parseFloat(golden.tol);
  return Object.entries(computed).map(([output, actual]) => ({
    output,
    error: maxAbsError(actual, expected(output)),
    tolerance: Math.max(tolerance, loosest * scaleOf(expected(output))),
  }));
}
