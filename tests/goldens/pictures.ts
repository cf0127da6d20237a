import type { Tensor } from '../../nodes/tensor.ts';

/** diffusers' pictures [batch, channels, height, width] as ours, [batch, height, width, channels]. */
export function channelsLast(t: Tensor): Tensor {
  const [batch, channels, height, width] = t.shape as [number, number, number, number];
  return { data: swapped(t, channels, height * width), shape: [batch, height, width, channels] };
}

/** Our pictures [batch, height, width, channels] as diffusers', [batch, channels, height, width]. */
export function channelsFirst(t: Tensor): Tensor {
  const [batch, height, width, channels] = t.shape as [number, number, number, number];
  return { data: swapped(t, height * width, channels), shape: [batch, channels, height, width] };
}

/** Every item's matrix of `rows` x `columns`, transposed. */
function swapped(t: Tensor, rows: number, columns: number): Float32Array {
  const size = rows * columns;
  const out = new Float32Array(t.data.length);
  for (let i = 0; i < out.length; i++) {
    const [item, within] = [Math.floor(i / size), i % size];
    const [row, column] = [Math.floor(within / columns), within % columns];
    out[item * size + column * rows + row] = t.data[i] as number;
  }
  return out;
}

/** Peak signal to noise of two pictures in 0..1, in dB; -Infinity where they differ in shape. */
export function psnr(a: Tensor, b: Tensor): number {
  if (a.shape.join() !== b.shape.join()) return -Infinity;
  const squares = a.data.reduce((sum, value, i) => sum + (value - (b.data[i] as number)) ** 2, 0);
  return -10 * Math.log10(squares / a.data.length);
}
