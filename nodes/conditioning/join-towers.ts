/** What the towers say as one sequence and one vector, as SD3's transformer takes them (arXiv 2403.03206, section 5.1). */
import { UserError } from '../errors.ts';
import { dim, zeros, type Tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';
import { CLIP_WIDTHS } from './run-tower.ts';

export interface ClipOutput {
  /** [1, tokens, width]; null: nothing. */
  readonly hidden: Tensor | null;
  /** [1, width] */
  readonly pooled: Tensor;
}

export interface Towers {
  readonly clipL: ClipOutput;
  readonly clipG: ClipOutput;
  /** [1, tokens, width] */
  readonly t5: Tensor | null;
  /** Width of the joint sequence. */
  readonly jointDim: number;
}

/** Tokens where there is nothing at all to say. */
const EMPTY_LENGTH = 77;

/**
 * CLIP-L and CLIP-G side by side on channels, zeros up to the joint width and in the place of a missing one, then T5's tokens;
 * pooled L then G.
 * @throws UserError `text_width` when the towers are wider than the transformer's text
 */
export function joinTowers({ clipL, clipG, t5, jointDim }: Towers): Conditioning {
  const parts: Tensor[] = [];
  if (clipL.hidden || clipG.hidden) parts.push(sideBySide(clipL.hidden, clipG.hidden, jointDim));
  if (t5) parts.push(t5);
  if (parts.length === 0) parts.push(zeros([1, EMPTY_LENGTH, jointDim]));
  return { embeds: joinTokens(parts, jointDim), pooled: joinChannels(clipL.pooled, clipG.pooled) };
}

/** [1, tokens, width] tensors along the token axis. @throws UserError `text_width` when one is of another width */
export function joinTokens(parts: readonly Tensor[], width: number): Tensor {
  for (const part of parts) requireWidth(part, width);
  const out = zeros([1, parts.reduce((sum, part) => sum + dim(part, 1), 0), width]);
  let at = 0;
  for (const { data } of parts) {
    out.data.set(data, at);
    at += data.length;
  }
  return out;
}

/** @throws UserError `text_width` */
export function requireWidth(embeds: Tensor, width: number): void {
  if (dim(embeds, 2) !== width) throw textWidth(dim(embeds, 2), width);
}

/** [1, tokens, jointDim]; the shorter of the two decides the tokens. */
function sideBySide(l: Tensor | null, g: Tensor | null, jointDim: number): Tensor {
  const tokens = Math.min(l ? dim(l, 1) : Infinity, g ? dim(g, 1) : Infinity);
  const widthL = l ? dim(l, 2) : CLIP_WIDTHS.clipL;
  const needed = widthL + (g ? dim(g, 2) : 0);
  if (needed > jointDim) throw textWidth(needed, jointDim);
  const out = zeros([1, tokens, jointDim]);
  const place = (part: Tensor | null, offset: number) => {
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
    `A prompt has ${width} channels where ${jointDim} are needed.`,
    'Use the text encoders that belong to the transformer, and join prompts of the same encoders only.',
  );
}
