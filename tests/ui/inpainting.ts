/** An inpainting workflow with its picture, and how to compare what comes out. */
import sharp from 'sharp';
import { GraphBuilder } from '../graph-builder.ts';

const SIZE = 128;

/** Mean difference of colours in a square of the picture. */
export function difference(a: Buffer, b: Buffer, left: number, top: number, size: number): number {
  let sum = 0;
  for (let y = top; y < top + size; y++) {
    for (let x = left * 3; x < (left + size) * 3; x++) {
      const at = y * SIZE * 3 + x;
      sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
    }
  }
  return sum / (size * size * 3);
}

/** A red circle as the model has seen them. */
export function drawn(): Promise<Buffer> {
  const colours = Array.from({ length: SIZE * SIZE }, (_, at) =>
    Math.hypot((at % SIZE) - SIZE / 2, Math.floor(at / SIZE) - SIZE / 2) < 24
      ? [217, 38, 47]
      : [245, 191, 204],
  );
  const raw = { width: SIZE, height: SIZE, channels: 3 } as const;
  return sharp(Buffer.from(colours.flat()), { raw }).png().toBuffer();
}

/** Draws anew where the picture's mask is; without one, nowhere. */
export function inpainting(): object {
  const g = new GraphBuilder();
  const checkpoint = g.node('CheckpointLoaderSimple', { ckpt_name: 'shapes' });
  const picture = g.node('LoadImage', { image: '' });
  const samples = g.node('VAEEncode', { pixels: picture, vae: checkpoint.out(2) });
  const latent = g.node('SetLatentNoiseMask', { samples, mask: picture.out(1) });
  const clip = checkpoint.out(1);
  const positive = g.node('CLIPTextEncode', { clip, text: 'a blue square' });
  const negative = g.node('CLIPTextEncode', { clip, text: '' });
  const sampled = g.node('KSampler', {
    model: checkpoint,
    seed: 3,
    steps: 8,
    cfg: 4,
    sampler_name: 'euler',
    scheduler: 'simple',
    positive,
    negative,
    latent_image: latent,
    denoise: 1,
  });
  const decoded = g.node('VAEDecode', { samples: sampled, vae: checkpoint.out(2) });
  g.node('SaveImage', { images: decoded, filename_prefix: 'inpainted' });
  return g.prompt;
}
