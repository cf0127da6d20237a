import { UserError } from '../errors.ts';
import type { LatentFormat, VaeValue } from '../models.ts';
import { vaeConfigOf } from '../networks/vae/vae-config.ts';
import { recognise, refuseQuantised, wrongModel } from '../networks/weights/layouts/recognise.ts';
import { vaeAsDiffusers } from '../networks/weights/layouts/vae-original.ts';
import { subSource, type WeightSource } from '../networks/weights/weight-source.ts';

/** SD3's and SD3.5's: stabilityai/stable-diffusion-3.5-medium, vae/config.json. */
export const SD3_LATENT: LatentFormat = { channels: 16, scale: 1.5305, shift: 0.0609 };

/**
 * The VAE in a file of any layout. One without a config.json gets SD3's scaling, which shapes do not tell.
 * @throws UserError
 */
export function vaeOf(source: WeightSource): VaeValue {
  const found = recognise(source).find(({ network }) => network === 'vae');
  if (!found) throw wrongModel(source, 'the VAE of an SD3 or SD3.5 model');
  const part = subSource(source, found.prefix);
  refuseQuantised(part);
  const weights = found.layout === 'original' ? vaeAsDiffusers(part) : part;
  const config = vaeConfigOf(weights);
  if (config.latentChannels !== SD3_LATENT.channels) {
    const of = config.latentChannels === 4 ? ', as those of Stable Diffusion 1, 2 and SDXL' : '';
    throw new UserError(
      'vae_channels',
      `${source.label} makes latents of ${config.latentChannels} channels${of}.`,
      `Choose a VAE of ${SD3_LATENT.channels} channels: SD3's or SD3.5's.`,
    );
  }
  const scaled = typeof weights.config?.['scaling_factor'] === 'number';
  return {
    weights,
    config: scaled
      ? config
      : { ...config, scalingFactor: SD3_LATENT.scale, shiftFactor: SD3_LATENT.shift },
  };
}

/** How the transformer's latents lie to those of its VAE. */
export function latentFormatOf({ config }: VaeValue): LatentFormat {
  return {
    channels: config.latentChannels,
    scale: config.scalingFactor,
    shift: config.shiftFactor,
  };
}
