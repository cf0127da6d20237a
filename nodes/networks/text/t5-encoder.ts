import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import type { Tensor } from '../../tensor.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { bytesAsFloat32 } from './shapes.ts';
import { buildT5, readT5Config, relativeBuckets } from './t5.ts';
import { tokenBatch } from './token-batch.ts';

export interface T5Encoder extends Loaded {
  /** [batch, length, width]. @param sequences of equal length, padding included (it is attended to) */
  encode(sequences: readonly (readonly number[])[]): Promise<Tensor>;
}

/** @throws UserError `weights_missing` */
export async function openT5(weights: WeightSource, device: Device): Promise<T5Encoder> {
  const config = readT5Config(weights);
  const session = await Session.open(buildT5(weights, config, device.fused), device);
  return {
    bytes: bytesAsFloat32(weights),
    async encode(sequences) {
      const length = sequences[0]?.length ?? 0;
      const out = await session.run({
        input_ids: tokenBatch(sequences),
        buckets: { ints: relativeBuckets(length, config), shape: [length, length] },
      });
      return out['last_hidden_state'] as Tensor;
    },
    dispose: () => session.release(),
  };
}
