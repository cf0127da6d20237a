import { UserError } from '../errors.ts';
import type { LatentFormat } from '../models.ts';
import { dim, map, zeros, type Tensor } from '../tensor.ts';

const isEmpty = (latent: Tensor) => latent.data.every((value) => value === 0);

/**
 * The latent with the model's channel count: an empty one of another count is widened, as from EmptyLatentImage.
 * @throws UserError `latent_channels`
 */
export function withChannels(samples: Tensor, { channels }: LatentFormat): Tensor {
  const found = dim(samples, 1);
  if (found === channels) return samples;
  if (isEmpty(samples)) {
    return zeros([dim(samples, 0), channels, dim(samples, 2), dim(samples, 3)]);
  }
  throw new UserError(
    'latent_channels',
    `The latent has ${found} channels; this model works on ${channels}.`,
    'Encode the picture with the VAE that belongs to the model.',
  );
}

/** From the VAE's scale to the transformer's; an empty latent stays empty. */
export function toModelScale(samples: Tensor, { scale, shift }: LatentFormat): Tensor {
  return isEmpty(samples) ? samples : map(samples, (value) => (value - shift) * scale);
}

export function fromModelScale(latent: Tensor, { scale, shift }: LatentFormat): Tensor {
  return map(latent, (value) => value / scale + shift);
}
