/** What guidance asks of a transformer's blocks: rows of the batch that go past some, and rows whose attention is guided. */
import type { Feeds } from '../../runtime/stages.ts';
import { dim, tensor } from '../../tensor.ts';
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import { guidedAttention } from './normalized-attention.ts';
import type { TransformerInput } from './transformer-input.ts';

/** What a graph is built for; what is asked for is an input. */
export interface BlockGuidance {
  /** Blocks that rows may skip, counted as in TACA's temperature. */
  readonly skippable: readonly number[];
  readonly attention: boolean;
}

export const UNGUIDED: BlockGuidance = { skippable: [], attention: false };

/** What acts on a block from outside. */
export interface Steering {
  /** The image's attention outputs, guided. */
  readonly guide: (image: Value) => Value;
  /** A block's output, or for rows that skip it its input. */
  readonly past: (block: number, before: Value, after: Value) => Value;
}

/**
 * Inputs where they are needed: `skip` [skippable blocks, batch, 1, 1], above 0 where a row skips; `nag` [3]: scale, alpha and tau;
 * `nag_positive` and `nag_negative` int64 [batch]: whose attention guides that of each row; `nag_on` [batch, 1, 1], above 0 where
 * a row is guided.
 */
export function steering(l: Layers, { skippable, attention }: BlockGuidance): Steering {
  const { b } = l;
  const isOn = (x: Value) => b.op('Greater', [x, l.scalar(0)]);
  const skip = (block: number) => {
    const rows = b.once('skip', () =>
      b.input('skip', 'float32', [skippable.length, 'batch', 1, 1]),
    );
    const index = b.ints([skippable.indexOf(block)], []);
    return b.once(`skip ${block}`, () => isOn(b.op('Gather', [rows, index], { axis: { int: 0 } })));
  };
  return {
    past: (block, before, after) =>
      skippable.includes(block) ? b.op('Where', [skip(block), before, after]) : after,
    guide: attention ? guide(l, isOn) : (image) => image,
  };
}

function guide(l: Layers, isOn: (x: Value) => Value): Steering['guide'] {
  const { b } = l;
  const [scale, alpha, tau] = b.ops('Split', [b.input('nag', 'float32', [3])], 3, {
    axis: { int: 0 },
    num_outputs: { int: 3 },
  }) as [Value, Value, Value];
  const inputs = {
    scale,
    alpha,
    tau,
    positive: b.input('nag_positive', 'int64', ['batch']),
    negative: b.input('nag_negative', 'int64', ['batch']),
    isGuided: isOn(b.input('nag_on', 'float32', ['batch', 1, 1])),
  };
  return (image) => guidedAttention(l, image, inputs);
}

/** What a graph built for `guidance` takes. */
export function guidanceFeeds(
  { skippable, attention }: BlockGuidance,
  { latent, skips, nag }: Pick<TransformerInput, 'latent' | 'skips' | 'nag'>,
): Feeds {
  const batch = dim(latent, 0);
  const skip = new Float32Array(skippable.length * batch);
  skippable.forEach((block, k) => {
    skips?.forEach((blocks, row) => (skip[k * batch + row] = blocks.includes(block) ? 1 : 0));
  });
  const itself = Array.from({ length: batch }, (_, row) => row);
  const [positive, negative] = [[...itself], [...itself]];
  const on = new Float32Array(batch);
  for (const pair of nag?.rows ?? []) {
    for (const row of [pair.positive, pair.negative]) {
      [positive[row], negative[row], on[row]] = [pair.positive, pair.negative, 1];
    }
  }
  const { scale, alpha, tau } = nag ?? { scale: 1, alpha: 0, tau: 1 };
  const ints = (rows: number[]) => ({ ints: BigInt64Array.from(rows, BigInt), shape: [batch] });
  return {
    ...(skippable.length > 0 && { skip: tensor(skip, [skippable.length, batch, 1, 1]) }),
    ...(attention && {
      nag: tensor(Float32Array.of(scale, alpha, tau), [3]),
      nag_positive: ints(positive),
      nag_negative: ints(negative),
      nag_on: tensor(on, [batch, 1, 1]),
    }),
  };
}
