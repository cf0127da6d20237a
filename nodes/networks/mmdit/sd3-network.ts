import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { dim, tensor, type Tensor } from '../../tensor.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { positionEmbedding } from './position-embedding.ts';
import type { Sd3Config } from './sd3-config.ts';
import { sd3Graph } from './sd3-graph.ts';
import { bytesAsFloat32 } from '../text/shapes.ts';
import { timeEmbedding } from './time-embedding.ts';

export interface Sd3Source {
  readonly weights: WeightSource;
  readonly config: Sd3Config;
  /** One list of branches a LoRA, in the order of `strengths`. */
  readonly loras: readonly (readonly LowRank[])[];
}

export interface Sd3Input {
  /** [batch, channels, h, w]: h and w multiples of the patch. */
  readonly latent: Tensor;
  /** [batch]: 0..1000 */
  readonly timestep: Float32Array;
  /** [batch, text tokens, joint width] */
  readonly text: Tensor;
  /** [batch, pooled width] */
  readonly pooled: Tensor;
  /** TACA's temperature, [blocks, 1 or batch, 1 or text tokens, 1]; null: 1. */
  readonly gamma: Tensor | null;
  /** One a LoRA. */
  readonly strengths: readonly number[];
}

/** An opened SD3 or SD3.5 transformer. */
export interface Sd3Network extends Loaded {
  /** The velocity, shaped as the latent. A pass with and one without the prompt go best as one batch. */
  predict(input: Sd3Input): Promise<Tensor>;
  /** The same with every output of the graph by its name. */
  observe(input: Sd3Input): Promise<Readonly<Record<string, Tensor>>>;
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

  const observe = ({ latent, timestep, text, pooled, gamma, strengths }: Sd3Input) =>
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

/** Remembers the last result: a picture's steps all ask for the same. */
function lastOnly<T>(compute: (a: number, b: number) => T): (a: number, b: number) => T {
  let last: { a: number; b: number; value: T } | null = null;
  return (a, b) => {
    if (last?.a !== a || last.b !== b) last = { a, b, value: compute(a, b) };
    return last.value;
  };
}
