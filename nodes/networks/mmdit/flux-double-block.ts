/**
 * FLUX's double block: image and text each with weights of their own, joined in attention.
 * Sources: Black Forest Labs, FLUX.1 (DoubleStreamBlock); Esser et al. 2024, arXiv 2403.03206, figure 2b.
 */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import type { FluxConfig } from './flux-config.ts';
import { jointAttention, type Attending } from './joint-attention.ts';
import { addGated, modulate, modulations, type Modulation } from './modulation.ts';

const EPSILON = 1e-6;
const GATED = ['shift', 'scale', 'gate'] as const;

/** Cosines and sines of the image tokens' positions, each [image tokens, headDim / 2]. */
export interface Rope {
  readonly cos: Value;
  readonly sin: Value;
}

export interface FluxStreams {
  /** [batch, image tokens, width] */
  readonly image: Value;
  /** [batch, text tokens, width] */
  readonly text: Value;
}

/**
 * @param condition silu of the embedded timestep, guidance and pooled text, [batch, width]
 */
export function fluxDoubleBlock(
  l: Layers,
  config: FluxConfig,
  index: number,
  { image, text }: FluxStreams,
  condition: Value,
  rope: Rope,
  attending: Attending,
): FluxStreams {
  const block = `transformer_blocks.${index}`;
  const { heads, headDim } = config;
  const width = heads * headDim;
  const project = (name: string, x: Value) => l.linear(`${block}.${name}`, x);
  const normed = (name: string, norm: string, x: Value) =>
    l.headNorm(`${block}.${norm}`, project(name, x), heads, headDim, EPSILON);
  const turned = (x: Value) => l.rotary(x, rope.cos, rope.sin, heads);
  const feedForward = (name: string, x: Value) =>
    l.linear(`${block}.${name}.net.2`, l.linearGelu(`${block}.${name}.net.0.proj`, x), 'wide');
  const modulationsOf = (name: string) =>
    modulations(l, `${block}.${name}.linear`, condition, width, [GATED, GATED]) as [
      Modulation,
      Modulation,
    ];

  const [imageMsa, imageMlp] = modulationsOf('norm1');
  const [textMsa, textMlp] = modulationsOf('norm1_context');
  const imageIn = modulate(l, image, width, imageMsa);
  const textIn = modulate(l, text, width, textMsa);
  const attended = jointAttention(
    l,
    {
      q: turned(normed('attn.to_q', 'attn.norm_q', imageIn)),
      k: turned(normed('attn.to_k', 'attn.norm_k', imageIn)),
      v: project('attn.to_v', imageIn),
    },
    {
      q: normed('attn.add_q_proj', 'attn.norm_added_q', textIn),
      k: normed('attn.add_k_proj', 'attn.norm_added_k', textIn),
      v: project('attn.add_v_proj', textIn),
    },
    attending,
    config,
  );
  const finish = (x: Value, out: Value, msa: Modulation, name: string, mlp: Modulation) => {
    const y = addGated(l, x, out, msa);
    return addGated(l, y, feedForward(name, modulate(l, y, width, mlp)), mlp);
  };
  return {
    image: finish(image, project('attn.to_out.0', attended.image), imageMsa, 'ff', imageMlp),
    text: finish(text, project('attn.to_add_out', attended.text), textMsa, 'ff_context', textMlp),
  };
}
