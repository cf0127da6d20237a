/** What the kinds of SD3 cases share. */
import { join } from 'node:path';
import { openSd3, type Sd3Network } from '../../../nodes/networks/mmdit/sd3-network.ts';
import type { LowRank } from '../../../nodes/networks/onnx/low-rank.ts';
import type { OpenedTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { openWeights } from '../../../nodes/networks/weights/open-weights.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenWorld } from '../kind.ts';

export interface Run {
  /** TACA's in every block and on every text token; default none. */
  readonly gamma?: number;
  readonly strengths?: readonly number[];
}

/** The case's transformer and its inputs: each `run` gives all of the graph's outputs. */
export async function openCase(
  world: GoldenWorld,
  { weights, config }: OpenedTransformer,
  loras: readonly (readonly LowRank[])[] = [],
) {
  const network = await openSd3({ weights, config, loras }, world.device, true);
  const [latent, text, pooled] = ['latent', 'text', 'pooled'].map(world.input) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const timestep = world.input('timestep').data;
  const gammas = (gamma: number): Tensor => ({
    data: new Float32Array(config.depth).fill(gamma),
    shape: [config.depth, 1, 1, 1],
  });
  return {
    run: ({ gamma, strengths = [] }: Run = {}): ReturnType<Sd3Network['observe']> =>
      network.observe({
        latent,
        text,
        pooled,
        timestep,
        strengths,
        gamma: gamma === undefined ? null : gammas(gamma),
      }),
    close: () => network.dispose(),
  };
}

/** A transformer's config.json in the golden folder. */
export function goldenConfig(dir: string, model: string) {
  return openWeights(join(dir, 'models', model)).config ?? {};
}
