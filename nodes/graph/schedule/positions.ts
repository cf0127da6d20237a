import { FIRST_TIMESTEP, type StepPosition } from './window.ts';

/** Noise levels, one more than steps, and where these steps lie in a longer schedule. */
export interface Steps {
  readonly sigmas: ArrayLike<number>;
  readonly firstStep: number;
  readonly steps: number;
}

/** Where sampling stands at the start of each step. */
export function stepPositions({ sigmas, firstStep, steps }: Steps): StepPosition[] {
  return Array.from({ length: Math.max(sigmas.length - 1, 0) }, (_, i) => ({
    step: firstStep + i,
    steps,
    timestep: (sigmas[i] ?? 0) * FIRST_TIMESTEP,
  }));
}
