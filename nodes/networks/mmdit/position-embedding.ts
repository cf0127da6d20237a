import { UserError } from '../../errors.ts';
import type { Tensor } from '../../tensor.ts';
import { readRows } from '../weights/read-rows.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { Sd3Config } from './sd3-config.ts';

const NAME = 'pos_embed.pos_embed';

/**
 * The positional embeddings of a picture: `rows` x `columns` patches from the centre of the stored square, [1, rows * columns, width].
 * Only these are read from the file. @throws UserError `latent_too_large`
 */
export function positionEmbedding(
  weights: WeightSource,
  { posEmbedSize: side, patch }: Sd3Config,
  rows: number,
  columns: number,
): Tensor {
  if (rows > side || columns > side) {
    const most = side * patch * 8;
    throw new UserError(
      'latent_too_large',
      `A picture of ${columns * patch * 8} x ${rows * patch * 8} is larger than the ${most} x ${most} this model knows.`,
      `Choose a width and height of at most ${most}.`,
    );
  }
  const top = (side - rows) >> 1;
  const left = (side - columns) >> 1;
  const patches = Array.from({ length: rows * columns }, (_, i) => {
    return (top + Math.floor(i / columns)) * side + left + (i % columns);
  });
  const { data, shape } = readRows(weights, NAME, patches);
  return { data, shape: [1, ...shape] };
}
