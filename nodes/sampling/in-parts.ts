import { concat, dim, slice, zeros, type Tensor } from '../tensor.ts';
import { pairsWithin, partsOfRows } from './rows-together.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

/** Memory that the activations of one call may take. */
const BUDGET = 2 ** 30;

/** Items of a batch that one call takes within `budget` bytes; at least one. */
export function itemsPerCall(bytesPerItem: number, budget = BUDGET): number {
  return Math.max(1, Math.floor(budget / bytesPerItem));
}

/**
 * The velocity of a batch, at most `most` items a call, but for those that guide each other's attention: memory does not grow
 * with the batch.
 */
export async function inParts(
  input: VelocityInput,
  most: number,
  predict: VelocityNetwork['predict'],
): Promise<Tensor> {
  const items = dim(input.latent, 0);
  if (items <= most) return predict(input);
  const velocity = zeros(input.latent.shape);
  for (const rows of partsOfRows(items, input.guided ?? [], most)) {
    const part = await predict(pick(input, rows));
    rows.forEach((row, i) => slice(velocity, row, row + 1).data.set(slice(part, i, i + 1).data));
  }
  return velocity;
}

function pick(input: VelocityInput, rows: readonly number[]): VelocityInput {
  const { latent, text, words, pooled, guidance, skips, guided } = input;
  const tensor = (t: Tensor) => concat(rows.map((row) => slice(t, row, row + 1)));
  const list = <T>(values: readonly T[]) => rows.map((row) => values[row] as T);
  return {
    ...input,
    latent: tensor(latent),
    text: tensor(text),
    words: list(words),
    pooled: pooled && tensor(pooled),
    guidance: list(guidance),
    ...(skips && { skips: list(skips) }),
    ...(guided && { guided: pairsWithin(guided, rows) }),
  };
}
