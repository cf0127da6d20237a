import { dim, type Tensor } from '../tensor.ts';
import { cut } from './rectangle.ts';

/** Sides rounded up to whole patches by going on at the other edge, as ComfyUI pads latents; itself where they fit. */
export function padToPatches(latent: Tensor, patch: number): Tensor {
  const [height, width] = [dim(latent, 2), dim(latent, 3)];
  const up = (side: number) => Math.ceil(side / patch) * patch;
  const [rows, columns] = [up(height), up(width)];
  if (rows === height && columns === width) return latent;
  const planes = latent.data.length / (height * width);
  const data = new Float32Array(planes * rows * columns);
  for (let row = 0; row < planes * rows; row++) {
    const from = (Math.floor(row / rows) * height + ((row % rows) % height)) * width;
    const line = latent.data.subarray(from, from + width);
    data.set(line, row * columns);
    data.set(line.subarray(0, columns - width), row * columns + width);
  }
  return { data, shape: [dim(latent, 0), dim(latent, 1), rows, columns] };
}

/** The top left part of `padded` with the sides of `latent`. */
export function cropLike(padded: Tensor, latent: Tensor): Tensor {
  if (padded.data.length === latent.data.length) return padded;
  const data = new Float32Array(latent.data.length);
  cut(padded, { y: 0, x: 0, height: dim(latent, 2), width: dim(latent, 3) }, data);
  return { data, shape: latent.shape };
}
