/** One latent pasted into another. */
import { UserError } from '../errors.ts';
import { planarRaster, type Raster } from '../raster.ts';
import { dim, type Tensor } from '../tensor.ts';

/**
 * `over` with its upper left at row `y`, column `x` of `base`; what sticks out is cut off. Edges inside the base fade in over
 * `feather` cells. A single item of `over` goes on every item of the base. All in latent cells.
 * @throws UserError `latents_differ`
 */
export function composite(
  base: Tensor,
  over: Tensor,
  y: number,
  x: number,
  feather: number,
): Tensor {
  const [batch, channels] = [dim(base, 0), dim(base, 1)];
  if (dim(over, 1) !== channels || (dim(over, 0) !== batch && dim(over, 0) !== 1)) {
    throw new UserError(
      'latents_differ',
      `[${over.shape.join(', ')}] cannot be pasted into [${base.shape.join(', ')}]: batch or channels differ.`,
      'Use latents of one model family and of one batch size.',
    );
  }
  const to = planarRaster(base);
  const from = planarRaster(over);
  const height = Math.max(0, Math.min(from.height, to.height - y));
  const width = Math.max(0, Math.min(from.width, to.width - x));
  const rows = fades(height, feather, y > 0, y + height < to.height);
  const columns = fades(width, feather, x > 0, x + width < to.width);

  const data = base.data.slice();
  for (let plane = 0; plane < to.planes; plane++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const at = index(to, plane, y + row, x + column);
        const weight = (rows[row] as number) * (columns[column] as number);
        const pasted = from.data[index(from, plane % from.planes, row, column)] as number;
        data[at] = pasted * weight + (data[at] as number) * (1 - weight);
      }
    }
  }
  return { data, shape: base.shape };
}

function index(r: Raster, plane: number, row: number, column: number): number {
  return (plane * r.height + row) * r.width + column;
}

/** 1, rising in `feather` even steps from a start or to an end that has something beside it. */
function fades(length: number, feather: number, atStart: boolean, atEnd: boolean): Float32Array {
  const fade = (distance: number) => Math.min(1, (distance + 1) / feather);
  return Float32Array.from({ length }, (_, i) => {
    if (feather === 0) return 1;
    return (atStart ? fade(i) : 1) * (atEnd ? fade(length - 1 - i) : 1);
  });
}
