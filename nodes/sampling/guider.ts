import type { ModelValue } from '../models.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';

/** GUIDER: a model with what it is guided by. `cfg` exactly 1 skips the negative pass. */
export interface Guider {
  readonly model: ModelValue;
  readonly positive: readonly Conditioning[];
  readonly negative: readonly Conditioning[];
  readonly cfg: number;
}
