import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { dim, tensor, type Tensor } from '../../tensor.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { lastOnly } from './last-only.ts';
import { positionEmbedding } from './position-embedding.ts';
import type { Sd3Config } from './sd3-config.ts';
import { sd3Graph } from './sd3-graph.ts';
import { bytesAsFloat32 } from '../weights/shapes.ts';
import { timeEmbedding } from './time-embedding.ts';
import type { TransformerInput } from './transformer-input.ts';

export interface Sd3Source {
  readonly weights: WeightSource;
  readonly config: Sd3Config;
  /** One list of branches a LoRA, in the order of `strengths`. */
  readonly loras: readonly (readonly LowRank[])[];
}

/** An opened SD3 or SD3.5 transformer; timesteps go from 0 to 1000. */
export interface Sd3Network extends Loaded {
  /** The velocity, shaped as the latent. A pass with and one without the prompt go best as one batch. */
  predict(input: TransformerInput): Promise<Tensor>;
  /** The same with every output of the graph by its name. */
  observe(input: TransformerInput): Promise<Readonly<Record<string, Tensor>>>;
}

/** @param observed also gives what lies inside the graph, in `observe` */
export async function openSd3(
  { weights, config, loras }: Sd3Source,
  device: Device,
  observed = false,
): Promise<Sd3Network> {
  const session = await Session.open(
    sd3Graph(weights, config, { fused: device.fused, taca: true, loras, observed }),
    device,
  );
  const noTemperature = tensor(new Float32Array(config.depth).fill(1), [config.depth, 1, 1, 1]);
  const positions = lastOnly((rows: number, columns: number) =>
    positionEmbedding(weights, config, rows, columns),
  );

  const observe = ({ latent, timestep, text, pooled, gamma, strengths }: TransformerInput) =>
    session.run({
      latent,
      position: positions(dim(latent, 2) / config.patch, dim(latent, 3) / config.patch),
      time: timeEmbedding(timestep),
      pooled,
      text,
      gamma: gamma ?? noTemperature,
      ...(loras.length > 0 && { strengths: tensor(Float32Array.from(strengths), [loras.length]) }),
    });
  return {
    bytes: bytesAsFloat32(weights),
    observe,
    predict: async (input) => (await observe(input))['velocity'] as Tensor,
    dispose: () => session.release(),
  };
}
