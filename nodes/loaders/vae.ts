import { UserError } from '../errors.ts';
import type { Family, LatentFormat, VaeValue } from '../models.ts';
import { vaeConfigOf } from '../networks/vae/vae-config.ts';
import { recognise, wrongModel } from '../networks/weights/layouts/recognise.ts';
import { refuseQuantised } from '../networks/weights/quantised/refuse-quantised.ts';
import { vaeAsDiffusers } from '../networks/weights/layouts/vae-original.ts';
import { subSource, type WeightSource } from '../networks/weights/weight-source.ts';

/** As published: stabilityai/stable-diffusion-3.5-medium and black-forest-labs/FLUX.1-dev, vae/config.json. */
export const LATENT_FORMATS: Readonly<Record<Family, LatentFormat>> = {
  sd3: { channels: 16, scale: 1.5305, shift: 0.0609 },
  flux: { channels: 16, scale: 0.3611, shift: 0.1159 },
};

/**
 * The VAE in a file of any layout.
 * @param family whose scaling one without a config.json gets, as shapes do not tell it; sampling goes by the MODEL's
 * @throws UserError
 */
export function vaeOf(source: WeightSource, family: Family = 'sd3'): VaeValue {
  const found = recognise(source).find(({ network }) => network === 'vae');
  if (!found) throw wrongModel(source, 'the VAE of an SD3, SD3.5 or FLUX.1 model');
  const part = subSource(source, found.prefix);
  refuseQuantised(part);
  const weights = found.layout === 'original' ? vaeAsDiffusers(part) : part;
  const config = vaeConfigOf(weights);
  const { channels, scale, shift } = LATENT_FORMATS[family];
  if (config.latentChannels !== channels) {
    const of = config.latentChannels === 4 ? ', as those of Stable Diffusion 1, 2 and SDXL' : '';
    throw new UserError(
      'vae_channels',
      `${source.label} makes latents of ${config.latentChannels} channels${of}.`,
      `Choose a VAE of ${channels} channels: SD3's, SD3.5's or FLUX.1's.`,
    );
  }
  const scaled = typeof weights.config?.['scaling_factor'] === 'number';
  return {
    weights,
    config: scaled ? config : { ...config, scalingFactor: scale, shiftFactor: shift },
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
