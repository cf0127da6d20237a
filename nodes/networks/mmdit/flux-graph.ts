/**
 * The transformer of FLUX.1 as an ONNX graph, with TACA. Source: Black Forest Labs, FLUX.1 (model.py).
 * Modules are named as in diffusers' FluxTransformer2DModel. Image tokens go before text tokens here, which no layer sees.
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
import type { FluxConfig } from './flux-config.ts';
import { fluxDoubleBlock, type FluxStreams } from './flux-double-block.ts';
import { fluxSingleBlock } from './flux-single-block.ts';
import { modulate, modulations, type Modulation } from './modulation.ts';
import { cutPatches, joinPatches, patchGrid } from './patches.ts';
import { TIME_WIDTH } from './time-embedding.ts';

export interface FluxGraphOptions {
  readonly target: Target;
  /** Without: no `gamma` input; text keys stay as they are. */
  readonly taca: boolean;
  /** One list of branches a LoRA; where there are any, `strengths` [LoRAs] is an input. */
  readonly loras: readonly (readonly LowRank[])[];
  /** What guidance may ask of the blocks, by inputs of `steering`; default: nothing. */
  readonly guidance?: BlockGuidance;
  /** Only these blocks, double ones counted first; default: the whole transformer. */
  readonly part?: Range;
  /** Also gives embedders' and blocks' results as outputs, named as the modules (`transformer_blocks.0.image`, …). */
  readonly observed?: boolean;
  /** Of attention where it is not fused. */
  readonly chunks?: AttentionChunks;
}

/** What the pieces of the graph are built with. */
interface Build {
  readonly l: Layers;
  readonly config: FluxConfig;
  readonly latent: Value;
  readonly see: (name: string, value: Value) => Value;
}

/**
 * Inputs: `cos` and `sin` [image tokens, headDim / 2]; `gamma` [depth, 1 or batch, tokens, 1] of each key, image then text,
 * double blocks first. Of the first part: `latent` [batch, channels, h, w]; `time` [batch, 256]; `pooled` [batch, pooled width];
 * `text` [batch, text tokens, joint width]; where the model has a guidance embedding, `guidance` [batch, 256] and `guided`
 * [batch, 1], 0 where it is left out. Others take the border of the part before. Output of the last part, which takes `latent`
 * for its size: `velocity`, shaped as the latent; of others: the border.
 */
export function fluxGraph(
  weights: WeightSource,
  config: FluxConfig,
  {
    target,
    taca,
    loras,
    guidance = UNGUIDED,
    observed = false,
    chunks = UNDIVIDED,
    part = { from: 0, to: config.depth },
  }: FluxGraphOptions,
): OnnxModel {
  const b = new GraphBuilder();
  const { channels, depth, doubleBlocks, heads, headDim } = config;
  const width = heads * headDim;
  const latent = b.input('latent', 'float32', ['batch', channels, 'h', 'w']);
  const rope = {
    cos: b.input('cos', 'float32', ['image_tokens', headDim / 2]),
    sin: b.input('sin', 'float32', ['image_tokens', headDim / 2]),
  };
  const gammas = taca ? b.input('gamma', 'float32', [depth, 'gamma_batch', 'tokens', 1]) : null;
  const branches = loras.length
    ? new LowRankBranches(b, loras, b.input('strengths', 'float32', [loras.length]), target)
    : null;
  const size = (x: Value, axis: number) =>
    b.op('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } });
  const l = new Layers(b, weights, target, size(latent, 0), branches, chunks);
  const { guide, past } = steering(l, guidance);
  const attendingIn = (block: number) => {
    const gamma = gammas && b.op('Gather', [gammas, b.ints([block], [])], { axis: { int: 0 } });
    return { gamma, guide };
  };
  const see = (name: string, value: Value) => {
    if (observed) b.output(name, value);
    return value;
  };
  const seeStreams = (name: string, { image, text }: FluxStreams) => {
    see(`${name}.image`, image);
    see(`${name}.text`, text);
  };
  const build = { l, config, latent, see };

  const start = part.from === 0 ? embed(build) : borderInputs(b, part.from, width);
  const { condition } = start;
  let streams: FluxStreams = start;
  for (let i = part.from; i < Math.min(part.to, doubleBlocks); i++) {
    const out = fluxDoubleBlock(l, config, i, streams, condition, rope, attendingIn(i));
    streams = { image: past(i, streams.image, out.image), text: past(i, streams.text, out.text) };
    seeStreams(`transformer_blocks.${i}`, streams);
  }

  const single = Math.max(part.from, doubleBlocks);
  if (single < part.to) {
    const lengths = l.concat([size(streams.image, 1), size(streams.text, 1)], 0);
    const cut = (x: Value) =>
      b.ops('Split', [x, lengths], 2, { axis: { int: 1 } }) as [image: Value, text: Value];
    let x = l.concat([streams.image, streams.text], 1);
    for (let i = single; i < part.to; i++) {
      const index = i - doubleBlocks;
      const out = fluxSingleBlock(l, config, index, x, cut, condition, rope, attendingIn(i));
      x = past(i, x, out);
      if (!observed) continue;
      const [image, text] = cut(x);
      seeStreams(`single_transformer_blocks.${index}`, { image, text });
    }
    const [image, text] = cut(x);
    streams = { image, text };
  }

  if (part.to === depth) b.output('velocity', finish(build, streams.image, condition));
  else borderOutputs(b, part.to, { ...streams, condition });
  return b.build();
}

function embed({ l, config, latent, see }: Build): Border {
  const { channels, heads, headDim, jointDim, patch, pooledDim } = config;
  const time = l.b.input('time', 'float32', ['batch', TIME_WIDTH]);
  const pooled = l.b.input('pooled', 'float32', ['batch', pooledDim]);
  const tokens = l.b.input('text', 'float32', ['batch', 'text_tokens', jointDim]);
  const patches = cutPatches(l, latent, channels, patchGrid(l, latent, patch));
  const embedded = see('time_text_embed', embedCondition(l, config, time, pooled));
  return {
    image: see('x_embedder', l.tokens(l.linear2d('x_embedder', patches), heads * headDim)),
    text: see('context_embedder', l.linear('context_embedder', tokens)),
    condition: l.silu(embedded),
  };
}

function finish({ l, config, latent, see }: Build, image: Value, condition: Value): Value {
  const { channels, heads, headDim, patch } = config;
  const width = heads * headDim;
  const [last] = modulations(l, 'norm_out.linear', condition, width, [['scale', 'shift']]) as [
    Modulation,
  ];
  const out = l.linear('proj_out', see('norm_out', modulate(l, image, width, last)));
  const grid = patchGrid(l, latent, patch);
  return joinPatches(l, see('proj_out', out), channels, grid, 'channel, dy, dx');
}

/** Timestep, guidance where the model knows it, and pooled text, summed: [batch, width]. */
function embedCondition(l: Layers, { guidance }: FluxConfig, time: Value, pooled: Value): Value {
  const embed = (name: string, x: Value) => embedVector(l, `time_text_embed.${name}_embedder`, x);
  const sum = l.add(embed('timestep', time), embed('text', pooled));
  if (!guidance) return sum;
  const strength = embed('guidance', l.b.input('guidance', 'float32', ['batch', TIME_WIDTH]));
  return l.add(sum, l.mul(strength, l.b.input('guided', 'float32', ['batch', 1])));
}
