import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import type { Tensor } from '../../tensor.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { bytesAsFloat32 } from '../weights/shapes.ts';
import { buildT5, readT5Config, relativeBuckets, tokenTable } from './t5.ts';
import { strengthInput, type TextLoras } from './text-graph.ts';
import { embedTokens } from './embed-tokens.ts';

export interface T5Encoder extends Loaded {
  /**
   * [batch, length, width].
   * @param sequences of equal length, padding included (it is attended to)
   * @param strengths one a LoRA
   */
  encode(sequences: readonly (readonly number[])[], strengths?: readonly number[]): Promise<Tensor>;
}

/** @param loras branches by module name, e.g. `encoder.block.0.layer.0.SelfAttention.q`. @throws UserError `weights_missing` */
export async function openT5(
  weights: WeightSource,
  device: Device,
  loras: TextLoras = [],
): Promise<T5Encoder> {
  const config = readT5Config(weights);
  const model = buildT5(weights, config, { target: device, loras });
  const session = await Session.open(model, device);
  return {
    bytes: bytesAsFloat32(weights),
    async encode(sequences, strengths = []) {
      const length = sequences[0]?.length ?? 0;
      const out = await session.run({
        tokens: embedTokens(weights, tokenTable(weights), sequences),
        ...strengthInput(strengths),
        buckets: { ints: relativeBuckets(length, config), shape: [length, length] },
      });
      return out['last_hidden_state'] as Tensor;
    },
    dispose: () => session.release(),
  };
}
