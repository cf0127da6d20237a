/** Pictures of the bundled model in every precision against diffusers' in float32: several prompts and seeds, with and without TACA. */
import { join } from 'node:path';
import { cpuDevice } from '../../../nodes/runtime/device.ts';
import { PRECISIONS } from '../../../nodes/runtime/precision.ts';
import { runContext } from '../../goldens/nodes.ts';
import { compareRender, readRenders } from '../../goldens/renders.ts';
import { median } from '../measure.ts';

const dir = join(import.meta.dirname, '../../goldens/bundled');

export interface PictureError {
  readonly precision: string;
  /** Decibels. */
  readonly median: number;
  readonly worst: number;
  readonly count: number;
}

export async function measurePictures(threads: number): Promise<PictureError[]> {
  const errors: PictureError[] = [];
  for (const precision of PRECISIONS) {
    if (precision === 'fp16') continue;
    const context = { ...runContext(cpuDevice(threads)), precision };
    const decibels: number[] = [];
    for (const render of readRenders(dir))
      decibels.push((await compareRender(dir, render, context)).psnr);
    const [worst = NaN] = decibels.toSorted((a, b) => a - b);
    errors.push({ precision, median: median(decibels), worst, count: decibels.length });
  }
  return errors;
}
