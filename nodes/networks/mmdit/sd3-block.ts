/** One MM-DiT block: Esser et al. 2024, arXiv 2403.03206, figure 2b; with SD3.5's QK norm and second, image-only attention. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import { jointAttention } from './joint-attention.ts';
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
 * @param gamma TACA's temperature, broadcasts to [batch, text tokens, 1]; null: a graph without TACA
 */
export function sd3Block(
  l: Layers,
  config: Sd3Config,
  index: number,
  { image, text }: { readonly image: Value; readonly text: Value },
  condition: Value,
  gamma: Value | null,
): Streams {
  const block = `transformer_blocks.${index}`;
  const width = config.heads * config.headDim;
  const last = index === config.depth - 1;
  const dual = config.dualAttentionBlocks.includes(index);
  const project = (name: string, x: Value) => l.linear(`${block}.${name}`, x);
  /** A query or key, normed per head where the model does. */
  const normed = (name: string, norm: string, x: Value) => {
    const projected = project(name, x);
    if (!config.qkNorm) return projected;
    return l.headNorm(`${block}.${norm}`, projected, config.heads, config.headDim, EPSILON);
  };
  const feedForward = (name: string, x: Value) =>
    project(`${name}.net.2`, l.linearGelu(`${block}.${name}.net.0.proj`, x));

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
  const attended = jointAttention(
    l,
    {
      q: normed('attn.to_q', 'attn.norm_q', imageIn),
      k: normed('attn.to_k', 'attn.norm_k', imageIn),
      v: project('attn.to_v', imageIn),
    },
    {
      q: last ? null : normed('attn.add_q_proj', 'attn.norm_added_q', textIn),
      k: normed('attn.add_k_proj', 'attn.norm_added_k', textIn),
      v: project('attn.add_v_proj', textIn),
    },
    gamma,
    config,
  );

  let imageOut = addGated(l, image, project('attn.to_out.0', attended.image), imageMsa);
  if (imageMsa2) {
    const alone = modulate(l, image, width, imageMsa2);
    const self = l.attention(
      normed('attn2.to_q', 'attn2.norm_q', alone),
      normed('attn2.to_k', 'attn2.norm_k', alone),
      project('attn2.to_v', alone),
      config,
    );
    imageOut = addGated(l, imageOut, project('attn2.to_out.0', self), imageMsa2);
  }
  imageOut = addGated(
    l,
    imageOut,
    feedForward('ff', modulate(l, imageOut, width, imageMlp)),
    imageMlp,
  );
  if (!attended.text || !textMlp) return { image: imageOut, text: null };

  let textOut = addGated(l, text, project('attn.to_add_out', attended.text), textMsa);
  textOut = addGated(
    l,
    textOut,
    feedForward('ff_context', modulate(l, textOut, width, textMlp)),
    textMlp,
  );
  return { image: imageOut, text: textOut };
}
