import type { ModelValue } from '../models.ts';
import type { ThirdRole } from '../guidance/third-prompt.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';

/** GUIDER: a model with what it is guided by. `cfg` exactly 1 skips the negative pass. */
export interface Guider {
  readonly model: ModelValue;
  readonly positive: readonly Conditioning[];
  readonly negative: readonly Conditioning[];
  readonly cfg: number;
  /** A third prompt; absent: CFG by the two. */
  readonly third?: { readonly prompt: readonly Conditioning[]; readonly role: ThirdRole };
}
