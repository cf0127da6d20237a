/** Batches of latents: which items they hold, and so which noise they draw. */
import { concat, dim, slice, type Tensor } from '../tensor.ts';
import type { Latent } from './latent.ts';

/** `amount` copies behind each other; known batch places go on counting, so that each copy draws noise of its own. */
export function repeatLatent({ samples, noiseMask, batchIndex }: Latent, amount: number): Latent {
  const copies = <T>(one: T) => Array.from({ length: amount }, () => one);
  const span = batchIndex ? Math.max(...batchIndex) - Math.min(...batchIndex) + 1 : 0;
  const mask = noiseMask && perItem(noiseMask, dim(samples, 0));
  return {
    samples: concat(copies(samples)),
    ...(mask && { noiseMask: dim(mask, 0) === 1 ? mask : concat(copies(mask)) }),
    ...(batchIndex && {
      batchIndex: copies(batchIndex).flatMap((places, i) => places.map((p) => p + i * span)),
    }),
  };
}

/** Items from `from` (negative: from the end), as many as there are up to `length`; they keep their places in the batch. */
export function latentFromBatch(latent: Latent, from: number, length: number): Latent {
  const { samples, noiseMask, batchIndex } = latent;
  const batch = dim(samples, 0);
  const start = Math.max(0, Math.min(batch - 1, from < 0 ? batch + from : from));
  const end = Math.min(batch, start + length);
  const mask = noiseMask && perItem(noiseMask, batch);
  const places = batchIndex ?? Array.from({ length: batch }, (_, i) => i);
  return {
    samples: slice(samples, start, end),
    ...(mask && { noiseMask: dim(mask, 0) === 1 ? mask : slice(mask, start, end) }),
    batchIndex: places.slice(start, end),
  };
}

/** A mask for all items stays one; fewer masks than items start over. */
function perItem(mask: Tensor, batch: number): Tensor {
  const masks = dim(mask, 0);
  if (masks === 1) return mask;
  const times = Math.ceil(batch / masks);
  return slice(concat(Array.from({ length: times }, () => mask)), 0, batch);
}
