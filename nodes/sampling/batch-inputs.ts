import type { Words } from '../conditioning/words.ts';
import type { SkippedBlocks } from '../guidance/skipped-layers.ts';
import { dim, type Tensor } from '../tensor.ts';
import type { Condition } from './conditions.ts';
import { cut } from './rectangle.ts';
import type { VelocityInput } from './velocity-network.ts';

type BatchInput = Pick<
  VelocityInput,
  'latent' | 'text' | 'words' | 'pooled' | 'guidance' | 'skips'
>;

/**
 * Makes network inputs for conditions of equal sizes, side by side: every condition's part of the latent and its text, once
 * for each item of the batch. Buffers and texts are kept from call to call.
 */
export function batchInputs(): (group: readonly Condition[], x: Tensor) => BatchInput {
  const known: { readonly group: readonly Condition[]; readonly input: BatchInput }[] = [];
  return (group, x) => {
    let entry = known.find(
      (e) => e.group.length === group.length && e.group.every((c, i) => c === group[i]),
    );
    if (!entry) {
      entry = { group: [...group], input: make(group, x) };
      known.push(entry);
    }
    const { latent } = entry.input;
    const size = latent.data.length / group.length;
    group.forEach(({ area }, i) => {
      if (area) cut(x, area, latent.data, i * size);
      else latent.data.set(x.data, i * size);
    });
    return entry.input;
  };
}

function make(group: readonly Condition[], x: Tensor): BatchInput {
  const [items, channels] = [dim(x, 0), dim(x, 1)];
  const { height, width } = group[0]?.area ?? { height: dim(x, 2), width: dim(x, 3) };
  const shape = [group.length * items, channels, height, width];
  const data = new Float32Array(shape.reduce((size, n) => size * n, 1));
  const pooled = group.flatMap((c) => (c.pooled ? [c.pooled] : []));
  return {
    latent: { data, shape },
    text: forEachItem(
      group.map((c) => c.embeds),
      items,
    ),
    words: group.flatMap((c) => Array<Words | null>(items).fill(c.words)),
    pooled: pooled.length ? forEachItem(pooled, items) : null,
    guidance: group.flatMap((c) => Array<number | null>(items).fill(c.guidance)),
    ...(group.some((c) => c.skips) && {
      skips: group.flatMap((c) => Array<SkippedBlocks>(items).fill(c.skips ?? [])),
    }),
  };
}

/** Repeats each tensor's rows to `items` and joins them. */
function forEachItem(tensors: readonly Tensor[], items: number): Tensor {
  const rest = (tensors[0] as Tensor).shape.slice(1);
  const size = rest.reduce((product, n) => product * n, 1);
  const data = new Float32Array(tensors.length * items * size);
  tensors.forEach((t, i) => {
    for (let item = 0; item < items; item++) {
      const row = item % dim(t, 0);
      data.set(t.data.subarray(row * size, (row + 1) * size), (i * items + item) * size);
    }
  });
  return { data, shape: [tensors.length * items, ...rest] };
}
