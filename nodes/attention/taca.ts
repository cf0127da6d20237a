import type { Window } from './window.ts';

/** TACA on a model: which temperature, when, in which blocks, on which words. */
export interface Taca {
  /** Multiplies image-query x text-key logits before softmax. */
  readonly gamma: number;
  readonly window: Window;
  /** How gamma goes from its value to 1 within the window. */
  readonly shape: 'constant' | 'linear' | 'cosine';
  /** Joint blocks it acts in (0-based); null: all. */
  readonly blocks: readonly number[] | null;
}
