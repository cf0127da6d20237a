import type { Taca } from '../attention/taca.ts';
import { isOn, type StepPosition, type Window } from '../graph/schedule/window.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

/** A LoRA file on a model or its text encoders, with its strength over time. */
export interface ScheduledLora {
  readonly weights: WeightSource;
  /** File name, for messages. */
  readonly name: string;
  readonly strength: number;
  /** `taca`: as long as the model's TACA, wherever in the graph that is set. */
  readonly window: Window | 'taca';
}

/** TACA's own default, for a LoRA that follows TACA on a model without. */
const FIRST_TENTH: Window = { unit: 'share', start: 0, end: 0.1 };

/** The strength where sampling stands; 0 outside the window. */
export function strengthAt(
  { strength, window }: Pick<ScheduledLora, 'strength' | 'window'>,
  taca: Pick<Taca, 'window'> | null,
  position: StepPosition,
): number {
  return isOn(windowWith(window, taca), position) ? strength : 0;
}

/** A LoRA's window on a model with or without TACA. */
export function windowWith(
  window: ScheduledLora['window'],
  taca: Pick<Taca, 'window'> | null,
): Window {
  return window === 'taca' ? (taca?.window ?? FIRST_TENTH) : window;
}
