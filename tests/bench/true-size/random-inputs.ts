import type { FluxInput } from '../../../nodes/networks/mmdit/flux-network.ts';
import type { TransformerKind } from '../../../nodes/networks/weights/open-transformer.ts';
import { tensor, type Tensor } from '../../../nodes/tensor.ts';
import { RandomWeights } from './random-weights.ts';

const PIXELS_PER_LATENT = 8;

/** Normal latents and embeddings for a transformer, the same every time. */
export function randomInputs(
  { family, config }: TransformerKind,
  { side, textTokens, batch }: { side: number; textTokens: number; batch: number },
): FluxInput {
  const channels = family === 'flux' ? config.channels : config.inChannels;
  const cells = side / PIXELS_PER_LATENT;
  return {
    latent: normal('latent', batch, channels, cells, cells),
    timestep: new Float32Array(batch).fill(family === 'flux' ? 0.9 : 900),
    text: normal('text', batch, textTokens, config.jointDim),
    pooled: normal('pooled', batch, config.pooledDim),
    guidance: Array.from({ length: batch }, () => 3.5),
    gamma: null,
    strengths: [],
  };
}

function normal(seed: string, ...shape: number[]): Tensor {
  const bits = new Uint16Array(shape.reduce((n, d) => n * d, 1));
  new RandomWeights(seed, 1).draw(bits);
  return tensor(new Float32Array(Uint32Array.from(bits, (half) => half << 16).buffer), shape);
}
