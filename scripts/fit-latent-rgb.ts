/**
 * `node scripts/fit-latent-rgb.ts [CHECKPOINT]`: fits the preview's colours to a checkpoint's VAE by least squares and
 * writes them beside it, as latent_rgb.json. Every latent position of a few renders is one equation: its channels
 * against the mean colour of its 8 x 8 pixels. Also tells how far off the fitted colours are.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Latent } from '../nodes/latent/latent.ts';
import { openCheckpoint } from '../nodes/loaders/checkpoint.ts';
import { cpu } from '../nodes/runtime/device.ts';
import { solveLinear } from '../nodes/sampling/samplers/solve-linear.ts';
import { dim, map, type Tensor } from '../nodes/tensor.ts';
import { runContext, runNode } from '../tests/goldens/nodes.ts';

const PROMPTS = [
  'a red circle to the left of a blue square',
  'three green stars',
  'a striped purple heart and a dotted orange square',
  'a yellow ring, a black cross and a white diamond on a pink background',
  'four white triangles on a green background',
  'a black square above a yellow circle',
];
const FACTOR = 8;

const name = process.argv[2] ?? 'shapes';
const context = runContext(cpu);
const folder = context.files.model('checkpoints', name);
const { model, clip, vae } = openCheckpoint(folder, context.files);

const rows: number[][] = [];
const colours: number[][] = [];
for (const [number, text] of PROMPTS.entries()) {
  const encode = async (prompt: string) =>
    (await runNode('CLIPTextEncode', { text: prompt, clip }, context))['CONDITIONING'];
  const size = { width: 256, height: 128, batch_size: 1 };
  const sampled = await runNode(
    'KSampler',
    {
      model,
      seed: BigInt(number),
      steps: 20,
      cfg: 4,
      sampler_name: 'euler',
      scheduler: 'normal',
      positive: await encode(text),
      negative: await encode(''),
      latent_image: (await runNode('EmptySD3LatentImage', size, context))['LATENT'],
      denoise: 1,
    },
    context,
  );
  const decoded = await runNode('VAEDecode', { samples: sampled['LATENT'], vae }, context);
  const { scale, shift } = model.latentFormat;
  const latent = map((sampled['LATENT'] as Latent).samples, (value) => (value - shift) * scale);
  collect(latent, decoded['IMAGE'] as Tensor);
}

const fits = [0, 1, 2].map((colour) =>
  leastSquares(
    rows,
    colours.map((c) => c[colour] as number),
  ),
);
const round = (value: number) => Number(value.toFixed(4));
const factors = rows[0]
  ?.slice(0, -1)
  .map((_, channel) => fits.map((fit) => round(fit[channel] as number)));
const bias = fits.map((fit) => round(fit.at(-1) as number));
const path = join(folder, 'latent_rgb.json');
writeFileSync(path, `${JSON.stringify({ factors, bias }, null, 1)}\n`);

const errors = rows.flatMap((row, i) =>
  fits.map((fit, colour) => {
    const fitted = row.reduce((sum, value, k) => sum + value * (fit[k] as number), 0);
    return (fitted - (colours[i]?.[colour] as number)) ** 2;
  }),
);
const rms = Math.sqrt(errors.reduce((sum, e) => sum + e, 0) / errors.length);
console.log(`${path}: ${rows.length} positions, off by ${rms.toFixed(3)} of the range (rms)`);

function collect(latent: Tensor, image: Tensor): void {
  const [channels, height, width] = [dim(latent, 1), dim(latent, 2), dim(latent, 3)];
  for (let position = 0; position < height * width; position++) {
    const [y, x] = [Math.floor(position / width), position % width];
    const channel = (c: number) => latent.data[c * height * width + position] as number;
    rows.push([...Array.from({ length: channels }, (_, c) => channel(c)), 1]);
    colours.push([0, 1, 2].map((colour) => meanOf(image, y * FACTOR, x * FACTOR, colour)));
  }
}

/** Mean of one colour over the 8 x 8 pixels from row `y`, column `x`. */
function meanOf(image: Tensor, y: number, x: number, colour: number): number {
  let sum = 0;
  for (let dy = 0; dy < FACTOR; dy++) {
    for (let dx = 0; dx < FACTOR; dx++) {
      sum += image.data[((y + dy) * dim(image, 2) + x + dx) * 3 + colour] as number;
    }
  }
  return sum / FACTOR ** 2;
}

/** Coefficients k with rows k nearest to `values`, by the normal equations. */
function leastSquares(rows: readonly number[][], values: readonly number[]): number[] {
  const size = rows[0]?.length ?? 0;
  const indexes = Array.from({ length: size }, (_, i) => i);
  const moment = (i: number, j: number) =>
    rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0);
  const products = indexes.map((i) => indexes.map((j) => moment(i, j)));
  const right = indexes.map((i) =>
    rows.reduce((sum, row, k) => sum + (row[i] as number) * (values[k] as number), 0),
  );
  return solveLinear(products, right);
}
