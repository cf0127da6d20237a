import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { isIn, type Range } from '../../runtime/plan/spread.ts';
import { Session } from '../../runtime/session.ts';
import { sparing } from '../../runtime/sparing.ts';
import { openStages, type Checkpoint } from '../../runtime/stages.ts';
import type { Tensor } from '../../tensor.ts';
import { bytesOfPart } from '../bytes-of-part.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { buildT5, readT5Config, relativeBuckets, t5LayerOf, tokenTable } from './t5.ts';
import { strengthInput, type TextLoras } from './text-graph.ts';
import { embedTokens } from './embed-tokens.ts';

export interface T5Encoder extends Loaded {
  /**
   * [batch, length, width].
   * @param sequences of equal length, padding included (it is attended to)
   * @param strengths one a LoRA
   */
  encode(
    sequences: readonly (readonly number[])[],
    strengths?: readonly number[],
    checkpoint?: Checkpoint,
  ): Promise<Tensor>;
}

/** How the layers are spread over sessions, the first `resident` of which stay in memory; default: all in one. */
export interface T5Spread {
  readonly parts: readonly Range[];
  readonly resident: number;
}

/** @param loras branches by module name, e.g. `encoder.block.0.layer.0.SelfAttention.q`. @throws UserError `weights_missing` */
export async function openT5(
  weights: WeightSource,
  device: Device,
  loras: TextLoras = [],
  spread?: T5Spread,
): Promise<T5Encoder> {
  const config = readT5Config(weights);
  const { parts, resident } = spread ?? { parts: [{ from: 0, to: config.layers }], resident: 1 };
  const bytesOf = (part: Range) =>
    bytesOfPart(weights, device, loras, (name) => isIn(part, t5LayerOf(config, name)));
  const spared = sparing(device, bytesOf({ from: 0, to: config.layers }));
  const stages = await openStages(
    parts.map((part) => ({
      bytes: bytesOf(part),
      open: () => Session.open(buildT5(weights, config, { target: device, loras }, part), spared),
    })),
    resident,
  );
  return {
    bytes: stages.bytes,
    async encode(sequences, strengths = [], checkpoint) {
      const length = sequences[0]?.length ?? 0;
      const feeds = {
        tokens: embedTokens(weights, tokenTable(weights), sequences),
        ...strengthInput(strengths),
        buckets: { ints: relativeBuckets(length, config), shape: [length, length] },
      };
      return (await stages.run(feeds, checkpoint))['last_hidden_state'] as Tensor;
    },
    dispose: () => stages.dispose(),
  };
}
