/** When something is on during sampling (TACA, a scheduled LoRA). */
export type Window =
  /** The first `steps` steps. */
  | { readonly unit: 'steps'; readonly steps: number }
  /** Shares of the steps: from `start` (0 = first step) to before `end`. */
  | { readonly unit: 'share'; readonly start: number; readonly end: number }
  /** Timesteps (0..1000) at or above the threshold, as in the paper: t >= 970. */
  | { readonly unit: 'timestep'; readonly threshold: number }
  | { readonly unit: 'always' };

/** Where sampling stands when the network is called. */
export interface StepPosition {
  /** 0-based step whose interval the call's sigma lies in. */
  readonly step: number;
  readonly steps: number;
  /** 0..1000 whatever the family's own scale. */
  readonly timestep: number;
}

/** Timesteps of windows go from this to 0 in every family. */
export const FIRST_TIMESTEP = 1000;

export function isOn(window: Window, { step, steps, timestep }: StepPosition): boolean {
  switch (window.unit) {
    case 'steps':
      return step < window.steps;
    case 'share':
      return step / steps >= window.start && step / steps < window.end;
    case 'timestep':
      return timestep >= window.threshold;
    case 'always':
      return true;
    default:
      return window satisfies never;
  }
}

/** How much of the window has passed: 0 at its first moment, 1 where it ends. */
export function progressIn(window: Window, { step, steps, timestep }: StepPosition): number {
  switch (window.unit) {
    case 'steps':
      return share(step, 0, window.steps);
    case 'share':
      return share(step / steps, window.start, window.end);
    case 'timestep':
      return share(-timestep, -FIRST_TIMESTEP, -window.threshold);
    case 'always':
      return share(step, 0, steps);
    default:
      return window satisfies never;
  }
}

function share(value: number, from: number, to: number): number {
  return to > from ? Math.min(Math.max((value - from) / (to - from), 0), 1) : 0;
}
