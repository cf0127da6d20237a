/**
 * The transformer of FLUX.1 as an ONNX graph, with TACA. Source: Black Forest Labs, FLUX.1 (model.py).
 * Modules are named as in diffusers' FluxTransformer2DModel. Image tokens go before text tokens here, which no layer sees.
 */
import type { FusedOperator } from '../../runtime/device.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import { LowRankBranches } from '../onnx/low-rank-branches.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { embedVector } from './embed-vector.ts';
import type { FluxConfig } from './flux-config.ts';
import { fluxDoubleBlock, type FluxStreams } from './flux-double-block.ts';
import { fluxSingleBlock } from './flux-single-block.ts';
import { modulate, modulations, type Modulation } from './modulation.ts';
import { cutPatches, joinPatches, patchGrid } from './patches.ts';
import { TIME_WIDTH } from './time-embedding.ts';

export interface FluxGraphOptions {
  readonly fused: ReadonlySet<FusedOperator>;
  /** Without: no `gamma` input; text keys stay as they are. */
  readonly taca: boolean;
  /** One list of branches a LoRA; where there are any, `strengths` [LoRAs] is an input. */
  readonly loras: readonly (readonly LowRank[])[];
  /** Also gives embedders' and blocks' results as outputs, named as the modules (`transformer_blocks.0.image`, …). */
  readonly observed?: boolean;
}

/**
 * Inputs: `latent` [batch, channels, h, w]; `cos` and `sin` [image tokens, headDim / 2]; `time` [batch, 256]; `pooled`
 * [batch, pooled width]; `text` [batch, text tokens, joint width]; `gamma` [depth, 1 or batch, tokens, 1] of each key, image then text, double
 * blocks first; where the model has a guidance embedding, `guidance` [batch, 256] and `guided` [batch, 1], 0 where it is left
 * out. Output: `velocity`, shaped as the latent.
 */
export function fluxGraph(
  weights: WeightSource,
  config: FluxConfig,
  { fused, taca, loras, observed = false }: FluxGraphOptions,
): OnnxModel {
  const b = new GraphBuilder();
  const { channels, depth, doubleBlocks, heads, headDim } = config;
  const width = heads * headDim;
  const latent = b.input('latent', 'float32', ['batch', channels, 'h', 'w']);
  const rope = {
    cos: b.input('cos', 'float32', ['image_tokens', headDim / 2]),
    sin: b.input('sin', 'float32', ['image_tokens', headDim / 2]),
  };
  const time = b.input('time', 'float32', ['batch', TIME_WIDTH]);
  const pooled = b.input('pooled', 'float32', ['batch', config.pooledDim]);
  const tokens = b.input('text', 'float32', ['batch', 'text_tokens', config.jointDim]);
  const gammas = taca ? b.input('gamma', 'float32', [depth, 'gamma_batch', 'tokens', 1]) : null;
  const gammaOf = (block: number) =>
    gammas && b.op('Gather', [gammas, b.ints([block], [])], { axis: { int: 0 } });
  const branches = loras.length
    ? new LowRankBranches(b, loras, b.input('strengths', 'float32', [loras.length]))
    : null;
  const size = (x: Value, axis: number) =>
    b.op('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } });
  const l = new Layers(b, weights, fused, size(latent, 0), branches);
  const see = (name: string, value: Value) => {
    if (observed) b.output(name, value);
    return value;
  };
  const seeStreams = (name: string, { image, text }: FluxStreams) => {
    see(`${name}.image`, image);
    see(`${name}.text`, text);
  };

  const grid = patchGrid(l, latent, config.patch);
  const patches = cutPatches(l, latent, channels, grid);
  let streams: FluxStreams = {
    image: see('x_embedder', l.tokens(l.linear2d('x_embedder', patches), width)),
    text: see('context_embedder', l.linear('context_embedder', tokens)),
  };
  const embedded = see('time_text_embed', embedCondition(l, config, time, pooled));
  const condition = l.silu(embedded);
  for (let i = 0; i < doubleBlocks; i++) {
    streams = fluxDoubleBlock(l, config, i, streams, condition, rope, gammaOf(i));
    seeStreams(`transformer_blocks.${i}`, streams);
  }

  const lengths = l.concat([size(streams.image, 1), size(streams.text, 1)], 0);
  const cut = (x: Value) =>
    b.ops('Split', [x, lengths], 2, { axis: { int: 1 } }) as [image: Value, text: Value];
  let x = l.concat([streams.image, streams.text], 1);
  for (let i = 0; i < depth - doubleBlocks; i++) {
    x = fluxSingleBlock(l, config, i, x, cut, condition, rope, gammaOf(doubleBlocks + i));
    if (observed) {
      const [image, text] = cut(x);
      seeStreams(`single_transformer_blocks.${i}`, { image, text });
    }
  }

  const [image] = cut(x);
  const [last] = modulations(l, 'norm_out.linear', condition, width, [['scale', 'shift']]) as [
    Modulation,
  ];
  const out = l.linear('proj_out', see('norm_out', modulate(l, image, width, last)));
  const velocity = joinPatches(l, see('proj_out', out), channels, grid, 'channel, dy, dx');
  b.output('velocity', velocity, 'float32');
  return b.build();
}

/** Timestep, guidance where the model knows it, and pooled text, summed: [batch, width]. */
function embedCondition(l: Layers, { guidance }: FluxConfig, time: Value, pooled: Value): Value {
  const embed = (name: string, x: Value) => embedVector(l, `time_text_embed.${name}_embedder`, x);
  const sum = l.add(embed('timestep', time), embed('text', pooled));
  if (!guidance) return sum;
  const strength = embed('guidance', l.b.input('guidance', 'float32', ['batch', TIME_WIDTH]));
  return l.add(sum, l.mul(strength, l.b.input('guided', 'float32', ['batch', 1])));
}
