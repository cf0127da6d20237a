import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import { decodeAll } from '../networks/weights/decode-rows.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { f32, writeSafetensors, type Written } from '../networks/weights/safetensors.fixture.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data');

export const golden = (name: string) => openSafetensors(join(goldens, 'lora', name));
export const sd3Weights = openTransformer(join(goldens, 'models/sd35m/transformer')).weights;
export const fluxWeights = openTransformer(join(goldens, 'models/flux-dev/transformer')).weights;
export const t5Weights = openWeights(join(goldens, 'models/flux-dev/text_encoder_2'));
export const clipWeights = openWeights(join(goldens, 'models/sd35m/text_encoder'));

const dir = mkdtempSync(join(tmpdir(), 'lora-'));
afterAll(() => rmSync(dir, { recursive: true }));
let files = 0;

/** A LoRA file with these tensors. */
export function written(
  tensors: Record<string, Written>,
  metadata?: Record<string, string>,
): WeightSource {
  return openSafetensors(
    writeSafetensors(join(dir, `lora${files++}.safetensors`), tensors, metadata),
  );
}

/** A factor with one value everywhere. */
export function factor(rows: number, columns: number, value = 0.5): Written {
  return f32(Array(rows * columns).fill(value), [rows, columns]);
}

/** Factors of rank 2 for a layer of 64 to 64. */
export function pair(
  base: string,
  down = factor(2, 64),
  up = factor(64, 2),
): Record<string, Written> {
  return { [`${base}.lora_A.weight`]: down, [`${base}.lora_B.weight`]: up };
}

/** A factor [rows, 1] that holds the number of each row. */
export function rowNumbers(rows: number): Written {
  return f32(
    Array.from({ length: rows }, (_, row) => row),
    [rows, 1],
  );
}

/** scale * b a, row-major, by module. */
export function deltas(branches: readonly LowRank[]): Map<string, number[]> {
  return new Map(branches.map((branch) => [branch.module, delta(branch)]));
}

function delta({ a, b, scale }: LowRank): number[] {
  const [rank = 0, into = 0] = a.shape;
  const [out = 0] = b.shape;
  const [downs, ups] = [decodeAll(a), decodeAll(b)];
  return Array.from({ length: out * into }, (_, i) => {
    const [row, column] = [Math.floor(i / into), i % into];
    let sum = 0;
    for (let r = 0; r < rank; r++) {
      sum += (ups[row * rank + r] ?? NaN) * (downs[r * into + column] ?? NaN);
    }
    return Math.fround(scale * sum);
  });
}
