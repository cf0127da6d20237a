/** The inputs by which a node asks for a window, for TACA and for scheduled LoRAs alike. */
import { combo, float, int } from '../graph/definition.ts';
import type { Window } from './window.ts';

export const windowInputs = {
  mode: combo(['share', 'steps', 'timestep', 'always'], {
    default: 'share',
    tooltip:
      'What ends the window: a share of the steps, a count of steps or a timestep. Each uses its own values below.',
  }),
  start: float({
    default: 0,
    min: 0,
    max: 1,
    step: 0.01,
    tooltip: 'share: the window starts here',
  }),
  end: float({ default: 0.1, min: 0, max: 1, step: 0.01, tooltip: 'share: the window ends here' }),
  steps: int({ default: 3, min: 0, max: 10_000, tooltip: 'steps: on in so many first steps' }),
  timestep: float({
    default: 970,
    min: 0,
    max: 1000,
    step: 1,
    tooltip: 'timestep: on while the timestep (1000 to 0) is at or above this',
  }),
};

export interface WindowValues {
  readonly mode: Window['unit'];
  readonly start: number;
  readonly end: number;
  readonly steps: number;
  readonly timestep: number;
}

export function windowOf({ mode, start, end, steps, timestep }: WindowValues): Window {
  switch (mode) {
    case 'share':
      return { unit: mode, start, end };
    case 'steps':
      return { unit: mode, steps };
    case 'timestep':
      return { unit: mode, threshold: timestep };
    case 'always':
      return { unit: mode };
    default:
      return mode satisfies never;
  }
}

/** What is wrong with the window's widgets, or null. Linked ones are undefined and pass. */
export function windowProblem({ mode, start, end }: Partial<WindowValues>): string | null {
  if (mode !== 'share' || start === undefined || end === undefined || start <= end) return null;
  return `end - the window ends (${end}) before it starts (${start}); set end to ${start} or more`;
}
