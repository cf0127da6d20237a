/** The widgets by which a node asks for a window. */
import type { Window } from './window.ts';

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
