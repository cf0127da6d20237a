import type { Tensor } from '../tensor.ts';
import { isOn, progressIn, type StepPosition, type Window } from './window.ts';

/** TACA on a model: which temperature, when, in which blocks. Lv et al. 2025, arXiv 2506.07986. */
export interface Taca {
  /** Multiplies image-query x text-key logits before softmax. */
  readonly gamma: number;
  readonly window: Window;
  /** How gamma goes from its value to 1 within the window. */
  readonly shape: TacaShape;
  /** Joint blocks it acts in (0-based); null: all. */
  readonly blocks: readonly number[] | null;
}

export const TACA_SHAPES = ['constant', 'linear', 'cosine'] as const;
export type TacaShape = (typeof TACA_SHAPES)[number];

/** The temperature where sampling stands; 1 outside the window. */
export function gammaAt({ gamma, window, shape }: Taca, position: StepPosition): number {
  if (!isOn(window, position)) return 1;
  const passed = progressIn(window, position);
  switch (shape) {
    case 'constant':
      return gamma;
    case 'linear':
      return gamma + (1 - gamma) * passed;
    case 'cosine':
      return 1 + ((gamma - 1) * (1 + Math.cos(Math.PI * passed))) / 2;
    default:
      return shape satisfies never;
  }
}

/**
 * The temperature of every block as the transformer takes it, [depth, 1, 1, 1]; null where it is 1 throughout.
 * @param depth the transformer's joint blocks
 */
export function blockGammas(
  taca: Taca | null,
  position: StepPosition,
  depth: number,
): Tensor | null {
  const gamma = taca ? gammaAt(taca, position) : 1;
  if (!taca || gamma === 1) return null;
  const data = new Float32Array(depth).fill(taca.blocks ? 1 : gamma);
  for (const block of taca.blocks ?? []) data[block] = gamma;
  return { data, shape: [depth, 1, 1, 1] };
}
