import { isOn, progressIn, type StepPosition, type Window } from './window.ts';

export const TACA_SHAPES = ['constant', 'linear', 'cosine'] as const;
export type TacaShape = (typeof TACA_SHAPES)[number];

/** A temperature over the steps. */
export interface TemperatureSchedule {
  /** Multiplies image-query x text-key logits before softmax. */
  readonly gamma: number;
  readonly window: Window;
  /** How gamma goes from its value to 1 within the window. */
  readonly shape: TacaShape;
}

/** The temperature where sampling stands; 1 outside the window. */
export function gammaAt(
  { gamma, window, shape }: TemperatureSchedule,
  position: StepPosition,
): number {
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
