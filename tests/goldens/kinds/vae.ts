import { join } from 'node:path';
import { vaeOf } from '../../../nodes/loaders/vae.ts';
import { openVaeDecoder, openVaeEncoder } from '../../../nodes/networks/vae/vae.ts';
import { openWeights } from '../../../nodes/networks/weights/open-weights.ts';
import { map, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';

/** AutoencoderKL from latents to pictures and back. */
export const vae: GoldenKind = {
  title: 'VAE',
  matches: ({ name }) => name.startsWith('vae_'),
  async compute({ uses: [folder = ''], inputs }, { dir, device, input }) {
    const value = vaeOf(openWeights(join(dir, folder)));
    const { scalingFactor: scale, shiftFactor: shift } = value.config;
    const decoder = await openVaeDecoder(value, device);
    const encoder = await openVaeEncoder(value, device);
    const decode = async (latent: Tensor) => toSigned(await decoder.decode(latent));

    const out: Record<string, Tensor> = {};
    for (const name of Object.keys(inputs)) {
      const [what, index] = name.split('_');
      const given = input(name);
      if (what === 'latent') {
        out[`decoded_${index}`] = await decode(given);
        out[`pipeline_decoded_${index}`] = await decode(map(given, (x) => x / scale + shift));
      } else {
        const { mean, logvar } = await encoder.encode(fromSigned(given));
        out[`mean_${index}`] = mean;
        out[`logvar_${index}`] = logvar;
        out[`pipeline_latent_${index}`] = map(mean, (x) => (x - shift) * scale);
      }
    }
    await decoder.dispose();
    await encoder.dispose();
    return out;
  },
};

/** [batch, height, width, 3] in 0..1 to the goldens' [batch, 3, height, width] in -1..1. */
function toSigned({ data, shape: [batch = 0, height = 0, width = 0] }: Tensor): Tensor {
  const area = height * width;
  const signed = data.map((_, i) => {
    const [item, rest] = [Math.floor(i / (3 * area)), i % (3 * area)];
    const [channel, pixel] = [Math.floor(rest / area), rest % area];
    return 2 * (data[(item * area + pixel) * 3 + channel] ?? NaN) - 1;
  });
  return { data: signed, shape: [batch, 3, height, width] };
}

function fromSigned({ data, shape: [batch = 0, , height = 0, width = 0] }: Tensor): Tensor {
  const area = height * width;
  const unsigned = data.map((_, i) => {
    const [item, rest] = [Math.floor(i / (3 * area)), i % (3 * area)];
    const [pixel, channel] = [Math.floor(rest / 3), rest % 3];
    return ((data[(item * 3 + channel) * area + pixel] ?? NaN) + 1) / 2;
  });
  return { data: unsigned, shape: [batch, height, width, 3] };
}
