/** What guidance methods work on: the pictures (x0) that the network predicts for each prompt, at one noise level. */

export interface Predictions {
  /** The latent that they are predicted from. */
  readonly x: Float32Array;
  /** [items, channels, height, width] of `x` and of every prediction. */
  readonly shape: readonly number[];
  readonly sigma: number;
  readonly cfg: number;
  readonly positive: Float32Array;
  /** Null: not asked for, as at cfg 1. */
  readonly negative: Float32Array | null;
}

/**
 * negative + cfg (positive - negative); without a negative, the positive.
 * @param mixed where it goes; may be the positive
 */
export function mixByCfg(
  { positive, negative, cfg }: Pick<Predictions, 'positive' | 'negative' | 'cfg'>,
  mixed: Float32Array = new Float32Array(positive.length),
): Float32Array {
  if (!negative) return positive;
  for (let i = 0; i < mixed.length; i++) {
    const away = negative[i] as number;
    mixed[i] = away + cfg * ((positive[i] as number) - away);
  }
  return mixed;
}
