import type { InputInfo } from '../node-class.ts';

/** Inputs that say when something is on; the editor draws them as a curve. */
export const WINDOW_INPUTS = ['mode', 'start', 'end', 'steps', 'timestep'] as const;

/** The inputs of a window that count in a mode. */
export function inputsOfMode(mode: unknown): readonly string[] {
  switch (mode) {
    case 'share':
      return ['start', 'end'];
    case 'steps':
      return ['steps'];
    case 'timestep':
      return ['timestep'];
    default:
      return [];
  }
}

/** Whether a class schedules a temperature or a strength over the steps. */
export function isScheduled({ inputs }: { readonly inputs: readonly InputInfo[] }): boolean {
  const names = new Set(inputs.map(({ name }) => name));
  return (
    WINDOW_INPUTS.every((name) => names.has(name)) &&
    (names.has('temperature') || names.has('strength'))
  );
}
