/** Latents cut into square patches, one a token, and back. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';

/** How many patches of `side` a latent [batch, channels, h, w] has along its height and its width, int64 [1] each. */
export interface PatchGrid {
  readonly rows: Value;
  readonly columns: Value;
  readonly side: number;
}

export function patchGrid(l: Layers, latent: Value, side: number): PatchGrid {
  const along = (axis: number) => {
    const size = l.b.op('Shape', [latent], { start: { int: axis }, end: { int: axis + 1 } });
    return l.b.op('Div', [size, l.ints([side])]);
  };
  return { rows: along(2), columns: along(3), side };
}

/** [batch, channels, h, w] to [batch * tokens, channels * side * side], a patch's values ordered (channel, dy, dx). */
export function cutPatches(
  l: Layers,
  latent: Value,
  channels: number,
  { rows, columns, side }: PatchGrid,
): Value {
  const cut = l.concat([l.ints([0, channels]), rows, l.ints([side]), columns, l.ints([side])], 0);
  const patches = l.transpose(l.b.op('Reshape', [latent, cut]), [0, 2, 4, 1, 3, 5]);
  return l.reshape(patches, [-1, channels * side * side]);
}

/**
 * [batch, tokens, channels * side * side] to [batch, channels, h, w].
 * @param order how a patch's values lie
 */
export function joinPatches(
  l: Layers,
  tokens: Value,
  channels: number,
  { rows, columns, side }: PatchGrid,
  order: 'channel, dy, dx' | 'dy, dx, channel',
): Value {
  const channelFirst = order === 'channel, dy, dx';
  const patch = channelFirst ? [channels, side, side] : [side, side, channels];
  const cut = l.concat([l.ints([0]), rows, columns, l.ints(patch)], 0);
  const axes = channelFirst ? [0, 3, 1, 4, 2, 5] : [0, 5, 1, 3, 2, 4];
  const patches = l.transpose(l.b.op('Reshape', [tokens, cut]), axes);
  const length = (count: Value) => l.mul(count, l.ints([side]));
  const whole = l.concat([l.ints([0, channels]), length(rows), length(columns)], 0);
  return l.b.op('Reshape', [patches, whole]);
}
