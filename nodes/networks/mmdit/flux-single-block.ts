/**
 * FLUX's single block: all tokens share their weights, attention and MLP run side by side (Dehghani et al. 2023,
 * arXiv 2302.05442, section 2). Source: Black Forest Labs, FLUX.1 (SingleStreamBlock).
 */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import type { FluxConfig } from './flux-config.ts';
import type { Rope } from './flux-double-block.ts';
import { attendJointly, type Attending } from './joint-attention.ts';
import { addGated, modulate, modulations, type Modulation } from './modulation.ts';

const EPSILON = 1e-6;

/**
 * @param x image tokens, then text tokens: [batch, tokens, width]
 * @param cut parts such a sequence into image and text
 * @param condition silu of the embedded timestep, guidance and pooled text, [batch, width]
 */
export function fluxSingleBlock(
  l: Layers,
  config: FluxConfig,
  index: number,
  x: Value,
  cut: (x: Value) => readonly [image: Value, text: Value],
  condition: Value,
  rope: Rope,
  attending: Attending,
): Value {
  const block = `single_transformer_blocks.${index}`;
  const { heads, headDim } = config;
  const width = heads * headDim;
  const project = (name: string, x: Value) => l.linear(`${block}.${name}`, x);
  const normed = (name: string, norm: string, x: Value) =>
    cut(l.headNorm(`${block}.${norm}`, project(name, x), heads, headDim, EPSILON));
  const turned = (x: Value) => l.rotary(x, rope.cos, rope.sin, heads);

  const [modulation] = modulations(l, `${block}.norm.linear`, condition, width, [
    ['shift', 'scale', 'gate'],
  ]) as [Modulation];
  const input = modulate(l, x, width, modulation);
  const [imageQ, textQ] = normed('attn.to_q', 'attn.norm_q', input);
  const [imageK, textK] = normed('attn.to_k', 'attn.norm_k', input);
  const attended = attendJointly(
    l,
    { q: turned(imageQ), k: turned(imageK) },
    { q: textQ, k: textK },
    project('attn.to_v', input),
    attending,
    config,
  );
  const attention = l.concat([attended.image, attended.text], 1);
  const mlp = l.linearGelu(`${block}.proj_mlp`, input);
  const out = l.linear(`${block}.proj_out`, l.concat([attention, mlp], 2), 'wide');
  return addGated(l, x, out, modulation);
}
