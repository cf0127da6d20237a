import type { ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import type { SkippedBlocks } from './skipped-layers.ts';

/**
 * Blocks by the numbers in two texts, as ComfyUI reads them: joint (double) blocks, and FLUX's single ones. Those that the model
 * does not have are left out; where the first text names only such, the person hears of it.
 */
export function namedBlocks(
  model: Pick<ModelValue, 'family' | 'config'>,
  double: string,
  single: string,
  { notice }: Pick<RunContext, 'notice'>,
): SkippedBlocks {
  const joint = 'doubleBlocks' in model.config ? model.config.doubleBlocks : model.config.depth;
  const wanted = numbersIn(double);
  const found = wanted.filter((block) => block < joint);
  if (wanted.length > 0 && found.length === 0) {
    notice(`No layer of ${wanted.join(', ')} is in this model: its layers are 0 to ${joint - 1}.`);
  }
  const singles = numbersIn(single)
    .map((block) => joint + block)
    .filter((block) => block < model.config.depth);
  return [...new Set([...found, ...singles])];
}

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
}
