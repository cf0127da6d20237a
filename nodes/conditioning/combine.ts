/** Operations on conditionings that need no network. */
import { dim, map, slice, zeros, type Tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';
import { joinTokens, requireWidth } from './join-towers.ts';
import { joinWords, withRows } from './words.ts';

/** Zeros of the same shape in the place of embeds and pooled. */
export function zeroOut({ embeds, pooled, words: _, ...rest }: Conditioning): Conditioning {
  return { ...rest, embeds: zeros(embeds.shape), pooled: pooled && zeros(pooled.shape) };
}

/** The tokens of `from` behind those of `to`; everything else is `to`'s. @throws UserError `text_width` */
export function concatTokens(to: Conditioning, from: Conditioning): Conditioning {
  const words = joinWords(
    withRows(to.words, dim(to.embeds, 1)),
    withRows(from.words, dim(from.embeds, 1)),
  );
  return { ...to, embeds: joinTokens([to.embeds, from.embeds], dim(to.embeds, 2)), words };
}

/**
 * to * strength + from * (1 - strength), for embeds and pooled; `from` is cut or padded with zeros to `to`'s tokens.
 * Where `to` has no pooled vector, `from`'s is taken as it is.
 * @throws UserError `text_width`
 */
export function average(to: Conditioning, from: Conditioning, strength: number): Conditioning {
  requireWidth(from.embeds, dim(to.embeds, 2));
  const other = withTokens(from.embeds, dim(to.embeds, 1));
  const pooled =
    to.pooled && from.pooled ? blend(to.pooled, from.pooled, strength) : (to.pooled ?? from.pooled);
  return { ...to, embeds: blend(to.embeds, other, strength), pooled };
}

function blend(to: Tensor, from: Tensor, strength: number): Tensor {
  return map(to, (value, i) => value * strength + (from.data[i] ?? 0) * (1 - strength));
}

/** [1, tokens, width], cut or padded with zeros. */
function withTokens(embeds: Tensor, tokens: number): Tensor {
  const [, length = 0, width = 0] = embeds.shape;
  if (length >= tokens) {
    const cut = slice({ data: embeds.data, shape: [length, width] }, 0, tokens);
    return { data: cut.data, shape: [1, tokens, width] };
  }
  const padded = zeros([1, tokens, width]);
  padded.data.set(embeds.data);
  return padded;
}
