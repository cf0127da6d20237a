/** Pixels of a token's square. */
const TOKEN_AREA = 16 ** 2;
/** Tokens of a picture of 256 x 256 and of one of 1024 x 1024. */
const [FEWEST, MOST] = [256, 4096];

/**
 * FLUX dev's mu of a picture: linear in its tokens, `base` at 256 x 256 and `most` at 1024 x 1024.
 * Source: Black Forest Labs, FLUX.1, sampling.py (get_schedule).
 */
export function fluxMu(width: number, height: number, base: number, most: number): number {
  const slope = (most - base) / (MOST - FEWEST);
  return base + slope * ((width * height) / TOKEN_AREA - FEWEST);
}
