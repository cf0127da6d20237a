/** One MM-DiT block: Esser et al. 2024, arXiv 2403.03206, figure 2b; with SD3.5's QK norm and second, image-only attention. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import { jointAttention, type Attending } from './joint-attention.ts';
import { addGated, modulate, modulations, type Modulation } from './modulation.ts';
import type { Sd3Config } from './sd3-config.ts';

const EPSILON = 1e-6;
const GATED = ['shift', 'scale', 'gate'] as const;
const UNGATED = ['scale', 'shift'] as const;

export interface Streams {
  /** [batch, image tokens, width] */
  readonly image: Value;
  /** [batch, text tokens, width]; null behind the last block, whose text nobody reads. */
  readonly text: Value | null;
}

/**
 * @param condition silu of the embedded timestep and pooled text, [batch, width]
 */
export function sd3Block(
  l: Layers,
  config: Sd3Config,
  index: number,
  { image, text }: { readonly image: Value; readonly text: Value },
  condition: Value,
  attending: Attending,
): Streams {
  const block = `transformer_blocks.${index}`;
  const width = config.heads * config.headDim;
  const last = index === config.depth - 1;
  const dual = config.dualAttentionBlocks.includes(index);
  const module = (name: string) => `${block}.${name}`;
  /** Linear layers side by side: module name and input of each. */
  const project = (...layers: readonly (readonly [string, Value])[]) =>
    l.linears(layers.map(([name, x]) => [module(name), x]));
  const normed = (name: string, x: Value) =>
    config.qkNorm ? l.headNorm(module(name), x, config.heads, config.headDim, EPSILON) : x;
  const feedForward = (name: string, x: Value) =>
    l.linear(module(`${name}.net.2`), l.linearGelu(module(`${name}.net.0.proj`), x), 'wide');

  const [imageMsa, imageMlp, imageMsa2] = modulations(
    l,
    `${block}.norm1.linear`,
    condition,
    width,
    dual ? [GATED, GATED, GATED] : [GATED, GATED],
  ) as [Modulation, Modulation, Modulation?];
  const [textMsa, textMlp] = modulations(
    l,
    `${block}.norm1_context.linear`,
    condition,
    width,
    last ? [UNGATED] : [GATED, GATED],
  ) as [Modulation, Modulation?];

  const imageIn = modulate(l, image, width, imageMsa);
  const textIn = modulate(l, text, width, textMsa);
  const [imageQ, imageK, imageV, textK, textV, textQ] = project(
    ['attn.to_q', imageIn],
    ['attn.to_k', imageIn],
    ['attn.to_v', imageIn],
    ['attn.add_k_proj', textIn],
    ['attn.add_v_proj', textIn],
    ...(last ? [] : [['attn.add_q_proj', textIn] as const]),
  ) as [Value, Value, Value, Value, Value, Value?];
  const attended = jointAttention(
    l,
    { q: normed('attn.norm_q', imageQ), k: normed('attn.norm_k', imageK), v: imageV },
    {
      q: textQ ? normed('attn.norm_added_q', textQ) : null,
      k: normed('attn.norm_added_k', textK),
      v: textV,
    },
    attending,
    config,
  );
  const [imageAttended, textAttended] = project(
    ['attn.to_out.0', attended.image],
    ...(attended.text ? [['attn.to_add_out', attended.text] as const] : []),
  ) as [Value, Value?];

  let imageOut = addGated(l, image, imageAttended, imageMsa);
  if (imageMsa2) {
    const alone = modulate(l, image, width, imageMsa2);
    const [q, k, v] = project(
      ['attn2.to_q', alone],
      ['attn2.to_k', alone],
      ['attn2.to_v', alone],
    ) as [Value, Value, Value];
    const self = l.attention(normed('attn2.norm_q', q), normed('attn2.norm_k', k), v, config);
    const out = l.linear(module('attn2.to_out.0'), self);
    imageOut = addGated(l, imageOut, out, imageMsa2);
  }
  imageOut = addGated(
    l,
    imageOut,
    feedForward('ff', modulate(l, imageOut, width, imageMlp)),
    imageMlp,
  );
  if (!textAttended || !textMlp) return { image: imageOut, text: null };

  let textOut = addGated(l, text, textAttended, textMsa);
  textOut = addGated(
    l,
    textOut,
    feedForward('ff_context', modulate(l, textOut, width, textMlp)),
    textMlp,
  );
  return { image: imageOut, text: textOut };
}
