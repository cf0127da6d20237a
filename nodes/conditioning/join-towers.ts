/** What the towers say as one sequence and one vector, as SD3's transformer takes them (arXiv 2403.03206, section 5.1). */
import { UserError } from '../errors.ts';
import { dim, zeros, type Tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';

/** A CLIP tower's [1, tokens, width] and [1, pooled width]. */
export interface ClipOutput {
  readonly hidden: Tensor;
  readonly pooled: Tensor | null;
}

export interface Towers {
  readonly clipL: ClipOutput | null;
  readonly clipG: ClipOutput | null;
  /** [1, tokens, width] */
  readonly t5: Tensor | null;
  /** Width of the joint sequence. */
  readonly jointDim: number;
}

/** Widths of the published towers, for the place of one that is not there. */
const CLIP_L_WIDTH = 768;
const CLIP_G_WIDTH = 1280;
/** Tokens where there is nothing at all to say. */
const EMPTY_LENGTH = 77;

/**
 * CLIP-L and CLIP-G side by side on channels, zeros up to the joint width, then T5's tokens; pooled L then G.
 * A missing CLIP is zeros, a missing T5 adds no tokens.
 * @throws UserError `text_width` when the towers are wider than the transformer's text
 */
export function joinTowers({ clipL, clipG, t5, jointDim }: Towers): Conditioning {
  const parts: Tensor[] = [];
  if (clipL || clipG) parts.push(sideBySide(clipL?.hidden, clipG?.hidden, jointDim));
  if (t5) parts.push(t5);
  if (parts.length === 0) parts.push(zeros([1, EMPTY_LENGTH, jointDim]));
  for (const part of parts) {
    if (dim(part, 2) !== jointDim) throw textWidth(dim(part, 2), jointDim);
  }
  return {
    embeds: joinTokens(parts),
    pooled: joinChannels(
      clipL?.pooled ?? zeros([1, CLIP_L_WIDTH]),
      clipG?.pooled ?? zeros([1, CLIP_G_WIDTH]),
    ),
  };
}

/** Along the token axis of [1, tokens, width] tensors of one width. */
export function joinTokens(parts: readonly Tensor[]): Tensor {
  const width = dim(parts[0] as Tensor, 2);
  const out = zeros([1, parts.reduce((sum, part) => sum + dim(part, 1), 0), width]);
  let at = 0;
  for (const { data } of parts) {
    out.data.set(data, at);
    at += data.length;
  }
  return out;
}

/** [1, tokens, jointDim]; the shorter of the two decides the tokens. */
function sideBySide(l: Tensor | undefined, g: Tensor | undefined, jointDim: number): Tensor {
  const tokens = Math.min(l ? dim(l, 1) : Infinity, g ? dim(g, 1) : Infinity);
  const widthL = l ? dim(l, 2) : CLIP_L_WIDTH;
  const needed = widthL + (g ? dim(g, 2) : 0);
  if (needed > jointDim) throw textWidth(needed, jointDim);
  const out = zeros([1, tokens, jointDim]);
  const place = (part: Tensor | undefined, offset: number) => {
    if (!part) return;
    const width = dim(part, 2);
    for (let token = 0; token < tokens; token++) {
      const row = part.data.subarray(token * width, (token + 1) * width);
      out.data.set(row, token * jointDim + offset);
    }
  };
  place(l, 0);
  place(g, widthL);
  return out;
}

/** [1, a] and [1, b] to [1, a + b]. */
function joinChannels(a: Tensor, b: Tensor): Tensor {
  const out = zeros([1, a.data.length + b.data.length]);
  out.data.set(a.data);
  out.data.set(b.data, a.data.length);
  return out;
}

function textWidth(width: number, jointDim: number): UserError {
  return new UserError(
    'text_width',
    `The text encoders give ${width} channels, the transformer reads ${jointDim}.`,
    'Load the text encoders that belong to the transformer.',
  );
}
