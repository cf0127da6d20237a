/**
 * Decodes and encodes tile by tile: memory is that of one tile and of the whole result. Group norms see one tile at a time, so
 * the result is near the untiled one, not equal to it. Decoding leaves the bottleneck whole, for its attention spreads what
 * concerns the whole picture; encoding so is no nearer.
 */
import { cropRaster, imageRaster, planarRaster, type Raster } from '../../raster.ts';
import { dim, zeros, type Tensor } from '../../tensor.ts';
import { tileSide, type Tile } from './tiles.ts';
import { VAE_FACTOR } from './vae-config.ts';
import type { VaeDecoderParts, VaeEncoder } from './vae.ts';

export interface Tiling {
  /** Side of a tile in latent cells. */
  readonly size: number;
  /** Least number of latent cells that neighbours share, at most a half of `size`. */
  readonly overlap: number;
}

/** Called before each tile. */
type OnTile = (done: number, total: number) => Promise<void>;

/** Latent [batch, channels, h, w] to pixels [batch, 8 h, 8 w, 3]: 0 to 1, not clamped. */
export async function decodeTiled(
  decoder: VaeDecoderParts,
  latent: Tensor,
  tiling: Tiling,
  onTile: OnTile,
): Promise<Tensor> {
  const features = await decoder.bottleneck(latent);
  const [batch, channels, height, width] = sides(features);
  const source = planarRaster(features);
  const pixels = zeros([batch, height * VAE_FACTOR, width * VAE_FACTOR, 3]);
  await inTiles(height, width, tiling, VAE_FACTOR, onTile, async (rows, columns) => {
    const { data } = cropRaster(source, rows.start, columns.start, rows.length, columns.length);
    const tile = await decoder.blocks({
      data,
      shape: [batch, channels, rows.length, columns.length],
    });
    addWeighted(imageRaster(pixels), imageRaster(tile), rows, columns, VAE_FACTOR);
  });
  return pixels;
}

/** Pixels [batch, 8 h, 8 w, 3] in 0 to 1 to the posterior's mean [batch, channels, h, w]. */
export async function encodeTiled(
  encoder: VaeEncoder,
  pixels: Tensor,
  channels: number,
  tiling: Tiling,
  onTile: OnTile,
): Promise<Tensor> {
  const [batch, height, width] = sides(pixels);
  const [h, w] = [height / VAE_FACTOR, width / VAE_FACTOR];
  const source = imageRaster(pixels);
  const result = zeros([batch, channels, h, w]);
  await inTiles(h, w, tiling, 1, onTile, async (rows, columns) => {
    const [y, x, tileHeight, tileWidth] = [
      rows.start,
      columns.start,
      rows.length,
      columns.length,
    ].map((cells) => cells * VAE_FACTOR) as [number, number, number, number];
    const { data } = cropRaster(source, y, x, tileHeight, tileWidth);
    const { mean } = await encoder.encode({ data, shape: [batch, tileHeight, tileWidth, 3] });
    addWeighted(planarRaster(result), planarRaster(mean), rows, columns, 1);
  });
  return result;
}

function sides(t: Tensor): [number, number, number, number] {
  return [dim(t, 0), dim(t, 1), dim(t, 2), dim(t, 3)];
}

async function inTiles(
  height: number,
  width: number,
  { size, overlap }: Tiling,
  scale: number,
  onTile: OnTile,
  work: (rows: Tile, columns: Tile) => Promise<void>,
): Promise<void> {
  const rows = tileSide(height, size, overlap, scale);
  const columns = tileSide(width, size, overlap, scale);
  let done = 0;
  for (const row of rows) {
    for (const column of columns) {
      await onTile(done++, rows.length * columns.length);
      await work(row, column);
    }
  }
}

function addWeighted(to: Raster, tile: Raster, rows: Tile, columns: Tile, scale: number): void {
  const run = tile.width * tile.inner;
  for (let row = 0; row < tile.planes * tile.height; row++) {
    const [plane, y] = [Math.floor(row / tile.height), row % tile.height];
    const rowWeight = rows.weights[y] as number;
    const target =
      ((plane * to.height + rows.start * scale + y) * to.width + columns.start * scale) * to.inner;
    for (let i = 0; i < run; i++) {
      const weight = rowWeight * (columns.weights[Math.floor(i / tile.inner)] as number);
      (to.data[target + i] as number) += weight * (tile.data[row * run + i] as number);
    }
  }
}
