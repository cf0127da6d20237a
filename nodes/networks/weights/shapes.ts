import { UserError } from '../../errors.ts';
import type { WeightSource } from './weight-source.ts';

/** @throws UserError `weights_missing` */
export function shapeOf(weights: WeightSource, name: string): readonly number[] {
  const stored = weights.tensors.get(name);
  if (stored) return stored.shape;
  throw new UserError(
    'weights_missing',
    `${weights.label} has no tensor "${name}".`,
    'The file is incomplete or of another kind; download it again or choose another file.',
  );
}

/** Blocks named `<prefix><index>.…`: highest index + 1, but no more than there are tensors. */
export function countBlocks(weights: WeightSource, prefix: string): number {
  let count = 0;
  for (const name of weights.tensors.keys()) {
    const index = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length)) : NaN;
    if (index >= count) count = index + 1;
  }
  return Math.min(count, weights.tensors.size);
}
