import { UserError } from '../../errors.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/** AutoencoderKL with 8x compression. */
export interface VaeConfig {
  readonly latentChannels: number;
  /** From the picture's side to the latent's. */
  readonly blockChannels: readonly number[];
  /** Resnets of an encoder block; the decoder's have one more. */
  readonly layersPerBlock: number;
  readonly normGroups: number;
  readonly scalingFactor: number;
  readonly shiftFactor: number;
}

/** Pixels of a picture's side per cell of its latent's. */
export const VAE_FACTOR = 8;

/** Of every autoencoder published for SD3 and FLUX. */
const NORM_GROUPS = 32;

/**
 * Reads the config off the shapes of diffusers-named tensors. What shapes do not tell comes from config.json, else from
 * habit: 32 norm groups, no scaling.
 * @throws UserError `vae_unknown`: no AutoencoderKL with 8x compression
 */
export function vaeConfigOf(weights: WeightSource): VaeConfig {
  const shapeOf = (name: string) => weights.tensors.get(name)?.shape ?? [];
  const count = (name: (i: number) => string) => {
    let n = 0;
    while (weights.tensors.has(name(n))) n++;
    return n;
  };
  const decoder = weights.tensors.has('decoder.conv_in.weight');
  const blockName = decoder ? 'decoder.up_blocks' : 'encoder.down_blocks';
  const blocks = count((i) => `${blockName}.${i}.resnets.0.conv1.weight`);
  if (2 ** (blocks - 1) !== VAE_FACTOR) {
    throw new UserError(
      'vae_unknown',
      `${weights.label} is not an autoencoder with 8x compression (it has ${blocks} blocks where 4 are needed).`,
      'Choose the VAE of an SD3 or FLUX model.',
    );
  }
  const channels = Array.from({ length: blocks }, (_, i) => {
    const [out = 0] = shapeOf(`${blockName}.${i}.resnets.0.conv1.weight`);
    return out;
  });
  const resnets = count((i) => `${blockName}.0.resnets.${i}.conv1.weight`);
  const config = weights.config ?? {};
  const number = (key: string, otherwise: number) => {
    const value = config[key];
    return typeof value === 'number' ? value : otherwise;
  };
  const normGroups = number('norm_num_groups', NORM_GROUPS);
  if (channels.some((width) => width % normGroups !== 0)) {
    throw new UserError(
      'vae_unknown',
      `The blocks of ${weights.label} are ${channels.join(', ')} channels wide: no multiples of ${normGroups} norm groups.`,
      'Put the config.json of the model beside the file and name the file diffusion_pytorch_model.safetensors.',
    );
  }
  return {
    latentChannels: decoder
      ? (shapeOf('decoder.conv_in.weight')[1] ?? 0)
      : (shapeOf('encoder.conv_out.weight')[0] ?? 0) / 2,
    blockChannels: decoder ? channels.toReversed() : channels,
    layersPerBlock: decoder ? resnets - 1 : resnets,
    normGroups,
    scalingFactor: number('scaling_factor', 1),
    shiftFactor: number('shift_factor', 0),
  };
}
