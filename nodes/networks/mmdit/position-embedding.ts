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
  requireKnownSize({ posEmbedSize: side, patch }, rows, columns);
  const top = (side - rows) >> 1;
  const left = (side - columns) >> 1;
  const patches = Array.from({ length: rows * columns }, (_, i) => {
    return (top + Math.floor(i / columns)) * side + left + (i % columns);
  });
  const { data, shape } = readRows(weights, NAME, patches);
  return { data, shape: [1, ...shape] };
}

/** @throws UserError `latent_too_large` when there are more patches a side than the model has positions for */
export function requireKnownSize(
  { posEmbedSize, patch }: Pick<Sd3Config, 'posEmbedSize' | 'patch'>,
  rows: number,
  columns: number,
): void {
  if (rows <= posEmbedSize && columns <= posEmbedSize) return;
  const pixels = patch * 8;
  const most = posEmbedSize * pixels;
  throw new UserError(
    'latent_too_large',
    `A picture of ${columns * pixels} x ${rows * pixels} is larger than the ${most} x ${most} this model knows.`,
    `Choose a width and height of at most ${most}.`,
  );
}
