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

/** Whether a node's input does nothing, since the mode of its window uses others. */
export function isIdleInput(
  values: { readonly [input: string]: unknown } | undefined,
  input: string,
): boolean {
  if (!values || !WINDOW_INPUTS.every((name) => Object.hasOwn(values, name))) return false;
  const belongs = WINDOW_INPUTS.some((name) => name === input) && input !== 'mode';
  return belongs && !inputsOfMode(values['mode']).includes(input);
}

/** Whether a class schedules a temperature or a strength over the steps. */
export function isScheduled({ inputs }: { readonly inputs: readonly InputInfo[] }): boolean {
  const names = new Set(inputs.map(({ name }) => name));
  return (
    WINDOW_INPUTS.every((name) => names.has(name)) &&
    (names.has('temperature') || names.has('strength'))
  );
}
