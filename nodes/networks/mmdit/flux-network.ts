import { UNDIVIDED } from '../onnx/attention-chunks.ts';
import type { Device } from '../../runtime/device.ts';
import { dim, tensor } from '../../tensor.ts';
import type { FluxConfig } from './flux-config.ts';
import { fluxGraph } from './flux-graph.ts';
import { UNGUIDED } from './block-guidance.ts';
import { lastOnly } from './last-only.ts';
import { imagePositions, ropeTables } from './rope.ts';
import { timeEmbedding } from './time-embedding.ts';
import type { TransformerInput } from './transformer-input.ts';
import {
  openTransformerNetwork,
  type TransformerNetwork,
  type TransformerOptions,
  type TransformerSource,
} from './transformer-network.ts';

/** Timesteps and guidance strengths are embedded as thousandths. */
const THOUSAND = 1000;

/** Timesteps go from 0 to 1. */
export interface FluxInput extends TransformerInput {
  /** [batch]; null leaves the guidance embedding out. Models without one take no notice. */
  readonly guidance: readonly (number | null)[];
}

/** An opened FLUX.1 transformer. */
export type FluxNetwork = TransformerNetwork<FluxInput>;

export async function openFlux(
  source: TransformerSource<FluxConfig>,
  device: Device,
  options: TransformerOptions = {},
): Promise<FluxNetwork> {
  const { weights, config, loras, guidance = UNGUIDED } = source;
  const { observed = false, chunks = UNDIVIDED } = options;
  const always = { target: device, taca: true, loras, guidance, observed, chunks };
  const rope = lastOnly((rows: number, columns: number) =>
    ropeTables(imagePositions(rows, columns), config.ropeAxes),
  );
  return openTransformerNetwork(
    source,
    device,
    options,
    (part) => fluxGraph(weights, config, { ...always, part }),
    ({ latent, timestep, guidance }) => ({
      ...rope(dim(latent, 2) / config.patch, dim(latent, 3) / config.patch),
      time: timeEmbedding(timestep.map((t) => t * THOUSAND)),
      ...(config.guidance && guidanceInputs(guidance)),
    }),
  );
}

function guidanceInputs(guidance: FluxInput['guidance']) {
  const guided = Float32Array.from(guidance, (strength) => (strength === null ? 0 : 1));
  return {
    guidance: timeEmbedding(Float32Array.from(guidance, (strength) => (strength ?? 0) * THOUSAND)),
    guided: tensor(guided, [guided.length, 1]),
  };
}
