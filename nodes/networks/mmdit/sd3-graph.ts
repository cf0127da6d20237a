/**
 * The MM-DiT of SD3 and SD3.5 as an ONNX graph: Esser et al. 2024, arXiv 2403.03206, figure 2, with TACA.
 * Modules are named as in diffusers' SD3Transformer2DModel.
 */
import type { FusedOperator } from '../../runtime/device.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import { LowRankBranches } from '../onnx/low-rank-branches.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { embedVector } from './embed-vector.ts';
import { modulate, modulations, type Modulation } from './modulation.ts';
import { cutPatches, joinPatches, patchGrid, type PatchGrid } from './patches.ts';
import { sd3Block } from './sd3-block.ts';
import type { Sd3Config } from './sd3-config.ts';
import { TIME_WIDTH } from './time-embedding.ts';

export interface Sd3GraphOptions {
  readonly fused: ReadonlySet<FusedOperator>;
  /** Without: no `gamma` input; text keys stay as they are. */
  readonly taca: boolean;
  /** One list of branches a LoRA; where there are any, `strengths` [LoRAs] is an input. */
  readonly loras: readonly (readonly LowRank[])[];
  /** Also gives embedders' and blocks' results as outputs, named as the modules (`transformer_blocks.0.image`, …). */
  readonly observed?: boolean;
}

/**
 * Inputs: `latent` [batch, channels, h, w]; `position` [1, image tokens, width]; `time` [batch, 256]; `pooled` [batch, pooled width];
 * `text` [batch, text tokens, joint width]; `gamma` [depth, 1 or batch, tokens, 1] of each key, image then text. Output: `velocity`, shaped as the latent.
 */
export function sd3Graph(
  weights: WeightSource,
  config: Sd3Config,
  { fused, taca, loras, observed = false }: Sd3GraphOptions,
): OnnxModel {
  const b = new GraphBuilder();
  const width = config.heads * config.headDim;
  const latent = b.input('latent', 'float32', ['batch', config.inChannels, 'h', 'w']);
  const position = b.input('position', 'float32', [1, 'image_tokens', width]);
  const time = b.input('time', 'float32', ['batch', TIME_WIDTH]);
  const pooled = b.input('pooled', 'float32', ['batch', config.pooledDim]);
  const text = b.input('text', 'float32', ['batch', 'text_tokens', config.jointDim]);
  const gammas = taca
    ? b.input('gamma', 'float32', [config.depth, 'gamma_batch', 'tokens', 1])
    : null;

  const branches = loras.length
    ? new LowRankBranches(b, loras, b.input('strengths', 'float32', [loras.length]))
    : null;

  const batch = b.op('Shape', [latent], { start: { int: 0 }, end: { int: 1 } });
  const l = new Layers(b, weights, fused, batch, branches);
  const grid = patchGrid(l, latent, config.patch);
  const see = (name: string, value: Value) => {
    if (observed) b.output(name, value);
    return value;
  };

  const embedded = see('time_text_embed', embedCondition(l, time, pooled));
  const condition = l.silu(embedded);
  let image = see('pos_embed', l.add(embedPatches(l, config, latent, grid), position));
  let stream: Value | null = see('context_embedder', l.linear('context_embedder', text));
  for (let i = 0; i < config.depth && stream; i++) {
    const gamma = gammas && b.op('Gather', [gammas, b.ints([i], [])], { axis: { int: 0 } });
    const out = sd3Block(l, config, i, { image, text: stream }, condition, gamma);
    image = see(`transformer_blocks.${i}.image`, out.image);
    stream = out.text && see(`transformer_blocks.${i}.text`, out.text);
  }
  const [last] = modulations(l, 'norm_out.linear', condition, width, [['scale', 'shift']]);
  const tokens = l.linear(
    'proj_out',
    see('norm_out', modulate(l, image, width, last as Modulation)),
  );
  const order = 'dy, dx, channel';
  const velocity = joinPatches(l, see('proj_out', tokens), config.outChannels, grid, order);
  b.output('velocity', velocity, 'float32');
  return b.build();
}

/** Timestep and pooled text, summed: [batch, width]. */
function embedCondition(l: Layers, time: Value, pooled: Value): Value {
  const embed = (name: string, x: Value) => embedVector(l, `time_text_embed.${name}_embedder`, x);
  return l.add(embed('timestep', time), embed('text', pooled));
}

/** The patch convolution as a linear layer on flattened patches: [batch, tokens, width]. */
function embedPatches(l: Layers, config: Sd3Config, latent: Value, grid: PatchGrid): Value {
  const { patch, inChannels } = config;
  const weight = l.reshape(l.weight('pos_embed.proj.weight'), [-1, inChannels * patch * patch]);
  const projected = l.b.op(
    'Gemm',
    [cutPatches(l, latent, inChannels, grid), weight, l.weight('pos_embed.proj.bias')],
    { transB: { int: 1 } },
  );
  return l.tokens(projected, config.heads * config.headDim);
}
