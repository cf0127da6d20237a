/** What the kinds of transformer cases share. */
import { join } from 'node:path';
import { openFlux } from '../../../nodes/networks/mmdit/flux-network.ts';
import { imagePositions, ropeTables } from '../../../nodes/networks/mmdit/rope.ts';
import { openSd3 } from '../../../nodes/networks/mmdit/sd3-network.ts';
import type { FluxConfig } from '../../../nodes/networks/mmdit/flux-config.ts';
import type { LowRank } from '../../../nodes/networks/onnx/low-rank.ts';
import type { OpenedTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { openWeights } from '../../../nodes/networks/weights/open-weights.ts';
import { dim, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenWorld } from '../kind.ts';
import { packed, unpacked } from '../packed.ts';

export interface Run {
  /** TACA's in every block and on every text token; default none. */
  readonly gamma?: number;
  readonly strengths?: readonly number[];
}

type Outputs = Readonly<Record<string, Tensor>>;

export interface OpenedCase {
  /** All of the graph's outputs, as the goldens have them. */
  run(options?: Run): Promise<Outputs>;
  close(): Promise<void>;
}

/** The case's transformer and its inputs. */
export async function openCase(
  world: GoldenWorld,
  opened: OpenedTransformer,
  loras: readonly (readonly LowRank[])[] = [],
): Promise<OpenedCase> {
  const { weights, config } = opened;
  const shared = {
    text: world.input('text'),
    pooled: world.input('pooled'),
    timestep: world.input('timestep').data,
  };
  const perRun = ({ gamma, strengths = [] }: Run) => ({
    ...shared,
    strengths,
    gamma: gamma === undefined ? null : gammas(gamma, config.depth),
  });
  const latent = world.input('latent');
  if (opened.family === 'sd3') {
    const network = await openSd3({ weights, config: opened.config, loras }, world.device, {
      observed: true,
    });
    return {
      run: (options = {}) => network.observe({ latent, ...perRun(options) }),
      close: () => network.dispose(),
    };
  }
  const network = await openFlux({ weights, config: opened.config, loras }, world.device, {
    observed: true,
  });
  const [rows, columns] = gridOf(world);
  const guidance = opened.config.guidance ? [...world.input('guidance').data] : [];
  return {
    async run(options = {}) {
      const unpackedLatent = unpacked(latent, rows, columns);
      const input = { latent: unpackedLatent, guidance, ...perRun(options) };
      const { velocity, ...inside } = await network.observe(input);
      return {
        ...inside,
        ...ropeOf(opened.config, dim(shared.text, 1), rows, columns),
        velocity: packed(velocity as Tensor),
      };
    },
    close: () => network.dispose(),
  };
}

function gammas(gamma: number, depth: number): Tensor {
  return { data: new Float32Array(depth).fill(gamma), shape: [depth, 1, 1, 1] };
}

/** Rows and columns of FLUX's tokens: the last has the highest of both. */
function gridOf(world: GoldenWorld): [number, number] {
  const [row = 0, column = 0] = world.input('img_ids').data.slice(-2);
  return [row + 1, column + 1];
}

/** FLUX's tables as diffusers has them: text before image, every value for both channels of its pair. */
function ropeOf({ ropeAxes }: FluxConfig, text: number, rows: number, columns: number): Outputs {
  const none = Array.from({ length: text }, () => [0, 0, 0]);
  const { cos, sin } = ropeTables([...none, ...imagePositions(rows, columns)], ropeAxes);
  const twice = ({ data, shape: [tokens = 0, pairs = 0] }: Tensor): Tensor => ({
    data: Float32Array.from({ length: 2 * data.length }, (_, i) => data[i >> 1] as number),
    shape: [tokens, 2 * pairs],
  });
  return { 'pos_embed.cos': twice(cos), 'pos_embed.sin': twice(sin) };
}

/** A transformer's config.json in the golden folder. */
export function goldenConfig(dir: string, model: string) {
  return openWeights(join(dir, 'models', model)).config ?? {};
}
