/**
 * The MM-DiT of SD3 and SD3.5 as an ONNX graph: Esser et al. 2024, arXiv 2403.03206, figure 2, with TACA.
 * Modules are named as in diffusers' SD3Transformer2DModel.
 */
import type { Target } from '../../runtime/device.ts';
import type { Range } from '../../runtime/plan/spread.ts';
import { UNDIVIDED, type AttentionChunks } from '../onnx/attention-chunks.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import { LowRankBranches } from '../onnx/low-rank-branches.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { steering, UNGUIDED, type BlockGuidance } from './block-guidance.ts';
import { borderInputs, borderOutputs, type Border } from './block-range.ts';
import { embedVector } from './embed-vector.ts';
import { modulate, modulations, type Modulation } from './modulation.ts';
import { cutPatches, joinPatches, patchGrid, type PatchGrid } from './patches.ts';
import { sd3Block } from './sd3-block.ts';
import type { Sd3Config } from './sd3-config.ts';
import { TIME_WIDTH } from './time-embedding.ts';

export interface Sd3GraphOptions {
  readonly target: Target;
  /** Without: no `gamma` input; text keys stay as they are. */
  readonly taca: boolean;
  /** One list of branches a LoRA; where there are any, `strengths` [LoRAs] is an input. */
  readonly loras: readonly (readonly LowRank[])[];
  /** What guidance may ask of the blocks, by inputs of `steering`; default: nothing. */
  readonly guidance?: BlockGuidance;
  /** Only these blocks; default: the whole transformer. */
  readonly part?: Range;
  /** Also gives embedders' and blocks' results as outputs, named as the modules (`transformer_blocks.0.image`, …). */
  readonly observed?: boolean;
  /** Of attention where it is not fused. */
  readonly chunks?: AttentionChunks;
}

/** What the pieces of the graph are built with. */
interface Build {
  readonly l: Layers;
  readonly config: Sd3Config;
  readonly latent: Value;
  readonly grid: PatchGrid;
  readonly see: (name: string, value: Value) => Value;
}

/**
 * Inputs: `latent` [batch, channels, h, w]; `gamma` [depth, 1 or batch, tokens, 1] of each key, image then text. Of the first
 * part: `position` [1, image tokens, width]; `time` [batch, 256]; `pooled` [batch, pooled width]; `text` [batch, text tokens,
 * joint width]. Others take the border of the part before, and the last takes of `latent` only its size. Output of the last
 * part: `velocity`, shaped as the latent; of others: the border.
 */
export function sd3Graph(
  weights: WeightSource,
  config: Sd3Config,
  {
    target,
    taca,
    loras,
    guidance = UNGUIDED,
    observed = false,
    chunks = UNDIVIDED,
    part = { from: 0, to: config.depth },
  }: Sd3GraphOptions,
): OnnxModel {
  const b = new GraphBuilder();
  const { depth, heads, headDim } = config;
  const latent = b.input('latent', 'float32', ['batch', config.inChannels, 'h', 'w']);
  const gammas = taca ? b.input('gamma', 'float32', [depth, 'gamma_batch', 'tokens', 1]) : null;
  const branches = loras.length
    ? new LowRankBranches(b, loras, b.input('strengths', 'float32', [loras.length]), target)
    : null;
  const batch = b.op('Shape', [latent], { start: { int: 0 }, end: { int: 1 } });
  const l = new Layers(b, weights, target, batch, branches, chunks);
  const { guide, past } = steering(l, guidance);
  const see = (name: string, value: Value) => {
    if (observed) b.output(name, value);
    return value;
  };
  const build = { l, config, latent, grid: patchGrid(l, latent, config.patch), see };

  const start = part.from === 0 ? embed(build) : borderInputs(b, part.from, heads * headDim);
  const { condition } = start;
  let { image } = start;
  let text: Value | null = start.text;
  for (let i = part.from; i < part.to && text; i++) {
    const gamma = gammas && b.op('Gather', [gammas, b.ints([i], [])], { axis: { int: 0 } });
    const out = sd3Block(l, config, i, { image, text }, condition, { gamma, guide });
    image = see(`transformer_blocks.${i}.image`, past(i, image, out.image));
    text = out.text && see(`transformer_blocks.${i}.text`, past(i, text, out.text));
  }
  if (text) borderOutputs(b, part.to, { image, text, condition });
  else b.output('velocity', finish(build, image, condition));
  return b.build();
}

function embed({ l, config, latent, grid, see }: Build): Border {
  const width = config.heads * config.headDim;
  const position = l.b.input('position', 'float32', [1, 'image_tokens', width]);
  const time = l.b.input('time', 'float32', ['batch', TIME_WIDTH]);
  const pooled = l.b.input('pooled', 'float32', ['batch', config.pooledDim]);
  const tokens = l.b.input('text', 'float32', ['batch', 'text_tokens', config.jointDim]);
  const embedded = see('time_text_embed', embedCondition(l, time, pooled));
  return {
    image: see('pos_embed', l.add(embedPatches(l, config, latent, grid), position)),
    text: see('context_embedder', l.linear('context_embedder', tokens)),
    condition: l.silu(embedded),
  };
}

function finish({ l, config, grid, see }: Build, image: Value, condition: Value): Value {
  const width = config.heads * config.headDim;
  const [last] = modulations(l, 'norm_out.linear', condition, width, [['scale', 'shift']]) as [
    Modulation,
  ];
  const tokens = l.linear('proj_out', see('norm_out', modulate(l, image, width, last)));
  return joinPatches(l, see('proj_out', tokens), config.outChannels, grid, 'dy, dx, channel');
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
