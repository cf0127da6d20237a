/** An opened autoencoder: latents to pictures and back, one at a time. */
import type { VaeValue } from '../../models.ts';
import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { concat, dim, slice, type Tensor } from '../../tensor.ts';
import { buildDecoder, buildEncoder } from './vae-graph.ts';

export interface VaeDecoder extends Loaded {
  /** Latent as the VAE has it [batch, channels, h, w] to pixels [batch, 8 h, 8 w, 3]: 0 to 1, but not clamped. */
  decode(latent: Tensor): Promise<Tensor>;
}

export interface VaeEncoder extends Loaded {
  /** Pixels [batch, 8 h, 8 w, 3] in 0 to 1 to the posterior's mean and logarithmic variance [batch, channels, h, w]. */
  encode(pixels: Tensor): Promise<{ mean: Tensor; logvar: Tensor }>;
}

/** @throws UserError `weights_missing` */
export async function openVaeDecoder(vae: VaeValue, device: Device): Promise<VaeDecoder> {
  const session = await Session.open(buildDecoder(vae, device.fused), device);
  return {
    bytes: bytesOf(vae, 'decoder.'),
    dispose: () => session.release(),
    decode: async (latent) => concat(await perItem(latent, (item) => pixels(session, item))),
  };
}

/** @throws UserError `weights_missing` */
export async function openVaeEncoder(vae: VaeValue, device: Device): Promise<VaeEncoder> {
  const session = await Session.open(buildEncoder(vae, device.fused), device);
  return {
    bytes: bytesOf(vae, 'encoder.'),
    dispose: () => session.release(),
    async encode(pictures) {
      const items = await perItem(pictures, (pixels) => session.run({ pixels }));
      const join = (name: string) => concat(items.map((item) => item[name] as Tensor));
      return { mean: join('mean'), logvar: join('logvar') };
    },
  };
}

async function pixels(session: Session, latent: Tensor): Promise<Tensor> {
  return (await session.run({ latent }))['pixels'] as Tensor;
}

/** One picture at a time: memory does not grow with the batch. */
async function perItem<T>(batch: Tensor, run: (item: Tensor) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let i = 0; i < dim(batch, 0); i++) results.push(await run(slice(batch, i, i + 1)));
  return results;
}

/** As float32 on the device. */
function bytesOf({ weights }: VaeValue, part: string): number {
  let bytes = 0;
  for (const { name, shape } of weights.tensors.values()) {
    if (name.startsWith(part)) bytes += 4 * shape.reduce((size, n) => size * n, 1);
  }
  return bytes;
}
