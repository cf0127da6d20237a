/** An opened autoencoder: latents to pictures and back, one at a time. */
import type { VaeValue } from '../../models.ts';
import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { concat, dim, slice, type Tensor } from '../../tensor.ts';
import {
  buildDecoder,
  buildDecoderBlocks,
  buildDecoderBottleneck,
  buildEncoder,
} from './vae-graph.ts';

export interface VaeDecoder extends Loaded {
  /** Latent as the VAE has it [batch, channels, h, w] to pixels [batch, 8 h, 8 w, 3]: 0 to 1, but not clamped. */
  decode(latent: Tensor): Promise<Tensor>;
}

export interface VaeEncoder extends Loaded {
  /** Pixels [batch, 8 h, 8 w, 3] in 0 to 1 to the posterior's mean and logarithmic variance [batch, channels, h, w]. */
  encode(pixels: Tensor): Promise<{ mean: Tensor; logvar: Tensor }>;
}

/** The decoder in two parts. */
export interface VaeDecoderParts extends Loaded {
  /** Latent [batch, channels, h, w] to features [batch, widest, h, w]: for the whole picture. */
  bottleneck(latent: Tensor): Promise<Tensor>;
  /** Features to pixels [batch, 8 h, 8 w, 3]: 0 to 1, but not clamped. Takes the memory; for tiles. */
  blocks(features: Tensor): Promise<Tensor>;
}

/** @throws UserError `weights_missing` */
export async function openVaeDecoder(vae: VaeValue, device: Device): Promise<VaeDecoder> {
  const session = await Session.open(buildDecoder(vae, device), device);
  return {
    bytes: vaeBytes(vae, 'decoder.'),
    dispose: () => session.release(),
    decode: (latent) => perItem(session, 'latent', latent, 'pixels'),
  };
}

/** @throws UserError `weights_missing` */
export async function openVaeEncoder(vae: VaeValue, device: Device): Promise<VaeEncoder> {
  const session = await Session.open(buildEncoder(vae, device), device);
  return {
    bytes: vaeBytes(vae, 'encoder.'),
    dispose: () => session.release(),
    async encode(pixels) {
      const items = await outputsPerItem(session, 'pixels', pixels);
      const join = (name: string) => concat(items.map((item) => item[name] as Tensor));
      return { mean: join('mean'), logvar: join('logvar') };
    },
  };
}

/** @throws UserError `weights_missing` */
export async function openVaeDecoderParts(vae: VaeValue, device: Device): Promise<VaeDecoderParts> {
  const bottleneck = await Session.open(buildDecoderBottleneck(vae, device), device);
  const blocks = await Session.open(buildDecoderBlocks(vae, device), device);
  return {
    bytes: vaeBytes(vae, 'decoder.'),
    async dispose() {
      await bottleneck.release();
      await blocks.release();
    },
    bottleneck: (latent) => perItem(bottleneck, 'latent', latent, 'features'),
    blocks: (features) => perItem(blocks, 'features', features, 'pixels'),
  };
}

async function perItem(
  session: Session,
  input: string,
  batch: Tensor,
  output: string,
): Promise<Tensor> {
  const items = await outputsPerItem(session, input, batch);
  return concat(items.map((item) => item[output] as Tensor));
}

/** One picture at a time: memory does not grow with the batch. */
async function outputsPerItem(
  session: Session,
  input: string,
  batch: Tensor,
): Promise<Record<string, Tensor>[]> {
  const results: Record<string, Tensor>[] = [];
  for (let i = 0; i < dim(batch, 0); i++) {
    results.push(await session.run({ [input]: slice(batch, i, i + 1) }));
  }
  return results;
}

/** What a half of the weights takes as float32 on a device. */
export function vaeBytes({ weights }: VaeValue, half: 'decoder.' | 'encoder.'): number {
  let bytes = 0;
  for (const { name, shape } of weights.tensors.values()) {
    if (name.startsWith(half)) bytes += 4 * shape.reduce((size, n) => size * n, 1);
  }
  return bytes;
}
