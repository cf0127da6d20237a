import type { Device } from '../../runtime/device.ts';
import type { Loaded } from '../../runtime/model-store.ts';
import { Session } from '../../runtime/session.ts';
import { dim, tensor, type Tensor } from '../../tensor.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import { bytesAsFloat32 } from '../weights/shapes.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { FluxConfig } from './flux-config.ts';
import { fluxGraph } from './flux-graph.ts';
import { lastOnly } from './last-only.ts';
import { imagePositions, ropeTables } from './rope.ts';
import { timeEmbedding } from './time-embedding.ts';
import type { TransformerInput } from './transformer-input.ts';

/** Timesteps and guidance strengths are embedded as thousandths. */
const THOUSAND = 1000;

export interface FluxSource {
  readonly weights: WeightSource;
  readonly config: FluxConfig;
  /** One list of branches a LoRA, in the order of `strengths`. */
  readonly loras: readonly (readonly LowRank[])[];
}

/** Timesteps go from 0 to 1. */
export interface FluxInput extends TransformerInput {
  /** [batch]; null leaves the guidance embedding out. Models without one take no notice. */
  readonly guidance: readonly (number | null)[];
}

/** An opened FLUX.1 transformer. */
export interface FluxNetwork extends Loaded {
  /** The velocity, shaped as the latent. */
  predict(input: FluxInput): Promise<Tensor>;
  /** The same with every output of the graph by its name. */
  observe(input: FluxInput): Promise<Readonly<Record<string, Tensor>>>;
}

/** @param observed also gives what lies inside the graph, in `observe` */
export async function openFlux(
  { weights, config, loras }: FluxSource,
  device: Device,
  observed = false,
): Promise<FluxNetwork> {
  const session = await Session.open(
    fluxGraph(weights, config, { fused: device.fused, taca: true, loras, observed }),
    device,
  );
  const noTemperature = tensor(new Float32Array(config.depth).fill(1), [config.depth, 1, 1, 1]);
  const rope = lastOnly((rows: number, columns: number) =>
    ropeTables(imagePositions(rows, columns), config.ropeAxes),
  );

  const observe = ({ latent, timestep, text, pooled, gamma, strengths, guidance }: FluxInput) =>
    session.run({
      latent,
      ...rope(dim(latent, 2) / config.patch, dim(latent, 3) / config.patch),
      time: timeEmbedding(timestep.map((t) => t * THOUSAND)),
      pooled,
      text,
      gamma: gamma ?? noTemperature,
      ...(config.guidance && guidanceInputs(guidance)),
      ...(loras.length > 0 && { strengths: tensor(Float32Array.from(strengths), [loras.length]) }),
    });
  return {
    bytes: bytesAsFloat32(weights),
    observe,
    predict: async (input) => (await observe(input))['velocity'] as Tensor,
    dispose: () => session.release(),
  };
}

function guidanceInputs(guidance: FluxInput['guidance']) {
  const guided = Float32Array.from(guidance, (strength) => (strength === null ? 0 : 1));
  return {
    guidance: timeEmbedding(Float32Array.from(guidance, (strength) => (strength ?? 0) * THOUSAND)),
    guided: tensor(guided, [guided.length, 1]),
  };
}
