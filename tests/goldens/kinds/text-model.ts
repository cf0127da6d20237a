import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSafetensors } from '../../../nodes/networks/weights/safetensors.ts';
import type { WeightSource } from '../../../nodes/networks/weights/weight-source.ts';
import { dim, type Tensor } from '../../../nodes/tensor.ts';

/** The text encoder of a folder that holds model.safetensors and config.json. */
export function openTextEncoder(dir: string): WeightSource {
  const config = JSON.parse(
    readFileSync(join(dir, 'config.json'), 'utf8'),
  ) as WeightSource['config'];
  return { ...openSafetensors(join(dir, 'model.safetensors')), config };
}

/** [batch, length] ids as lists. */
export function rowsOf(ids: Tensor): number[][] {
  const length = dim(ids, 1);
  return Array.from({ length: dim(ids, 0) }, (_, row) => [
    ...ids.data.subarray(row * length, (row + 1) * length),
  ]);
}
