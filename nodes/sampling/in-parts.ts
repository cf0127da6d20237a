import { concat, dim, slice, type Tensor } from '../tensor.ts';
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

/** The velocity of a batch, at most `most` items a call: memory does not grow with the batch. */
export async function inParts(
  input: VelocityInput,
  most: number,
  predict: VelocityNetwork['predict'],
): Promise<Tensor> {
  const items = dim(input.latent, 0);
  if (items <= most) return predict(input);
  const velocities: Tensor[] = [];
  for (let from = 0; from < items; from += most) {
    velocities.push(await predict(part(input, from, Math.min(items, from + most))));
  }
  return concat(velocities);
}

function part(input: VelocityInput, from: number, to: number): VelocityInput {
  const { latent, text, words, pooled, guidance } = input;
  return {
    ...input,
    latent: slice(latent, from, to),
    text: slice(text, from, to),
    words: words.slice(from, to),
    pooled: pooled && slice(pooled, from, to),
    guidance: guidance.slice(from, to),
  };
}
