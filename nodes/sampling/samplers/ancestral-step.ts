/** How an ancestral step between two flow noise levels splits: go down to `down`, then renoise up to the next level. */
export interface AncestralStep {
  readonly down: number;
  /** What the latent at `down` is multiplied by to have the signal of the next level. */
  readonly keep: number;
  /** How much fresh noise brings it to the next level. */
  readonly renoise: number;
}

/**
 * @param next > 0
 * @param eta 0: no noise, `down` is `next`; 1: as much as the step allows
 */
export function ancestralStep(sigma: number, next: number, eta: number): AncestralStep {
  if (eta === 0) return { down: next, keep: 1, renoise: 0 };
  const down = next * (1 + (next / sigma - 1) * eta);
  const keep = (1 - next) / (1 - down);
  return { down, keep, renoise: Math.sqrt(Math.max(next ** 2 - (down * keep) ** 2, 0)) };
}
