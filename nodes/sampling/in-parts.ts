import { concat, dim, slice, zeros, type Tensor } from '../tensor.ts';
import { pairsWithin, partsOfRows } from './rows-together.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

/** Memory that the activations of one call may take. */
const BUDGET = 2 ** 30;
/** Float32 values at work for each token and channel: the stream, its norms, queries, keys and values, the 4 x wide MLP. */
const VALUES = 32;

interface Width {
  readonly heads: number;
  readonly headDim: number;
  readonly patch: number;
}

/** Items of a batch that one call takes within `budget` bytes; at least one. */
export function itemsPerCall(
  { latent, text }: Pick<VelocityInput, 'latent' | 'text'>,
  { heads, headDim, patch }: Width,
  budget = BUDGET,
): number {
  const tokens = (dim(latent, 2) * dim(latent, 3)) / patch ** 2 + dim(text, 1);
  const bytes = tokens * heads * headDim * VALUES * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(1, Math.floor(budget / bytes));
}

/**
 * The velocity of a batch, at most `most` items a call, or two that guide each other's attention: memory does not grow with the
 * batch.
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
