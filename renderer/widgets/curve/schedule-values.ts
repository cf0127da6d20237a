/** A node's schedule over the real steps: what its curve shows and what its handles change. */
import { isObject, type Json } from '../../../nodes/graph/json.ts';
import { gammaAt, TACA_SHAPES, type TacaShape } from '../../../nodes/graph/schedule/temperature.ts';
import { windowOf, type WindowValues } from '../../../nodes/graph/schedule/window-values.ts';
import { isOn, type StepPosition, type Window } from '../../../nodes/graph/schedule/window.ts';

/** What products of fractions are off by at most. */
const DUST = 1e-9;

type Values = { readonly [input: string]: Json };

/** What is scheduled: a temperature that rests at 1, or the strength of a LoRA that rests at 0. */
export interface Scheduled {
  readonly input: 'temperature' | 'strength';
  readonly peak: number;
  readonly rest: number;
  readonly shape: TacaShape;
  /** Null: it follows the TACA of the model. */
  readonly window: Window | null;
}

/** @param values of a node with the inputs of a window; null for any other */
export function scheduledOf(values: Values): Scheduled | null {
  const window = windowIn(values);
  if (window === undefined) return null;
  if ('temperature' in values) {
    const shape = TACA_SHAPES.find((name) => name === values['shape']) ?? 'constant';
    return { input: 'temperature', peak: numberIn(values, 'temperature'), rest: 1, shape, window };
  }
  if (!('strength' in values)) return null;
  const peak = numberIn(values, 'strength');
  return { input: 'strength', peak, rest: 0, shape: 'constant', window };
}

/** The value in each step. @param following steps that it is on in, where it follows TACA */
export function seriesOf(
  { peak, rest, shape, window }: Scheduled,
  positions: readonly StepPosition[],
  following: readonly number[] = [],
): number[] {
  return positions.map((position) => {
    if (rest === 1 && window) return gammaAt({ gamma: peak, window, shape }, position);
    const on = window ? isOn(window, position) : following.includes(position.step);
    return on ? peak : rest;
  });
}

/** Where the window ends along the steps, 0 to their count; null where no widget of the node ends it. */
export function endOf(window: Window | null, positions: readonly StepPosition[]): number | null {
  const first = positions[0]?.step ?? 0;
  const within = (at: number) => Math.min(Math.max(at - first, 0), positions.length);
  switch (window?.unit) {
    case 'steps':
      return within(window.steps);
    case 'share':
      return within(Math.ceil(window.end * (positions[0]?.steps ?? 0) - DUST));
    case 'timestep': {
      const after = positions.findIndex(({ timestep }) => timestep < window.threshold);
      return after === -1 ? positions.length : after;
    }
    default:
      return null;
  }
}

/** The widget that moves the window's end to a place along the steps, with its new value. */
export function withEnd(
  window: Window | null,
  positions: readonly StepPosition[],
  at: number,
): { readonly input: 'steps' | 'end' | 'timestep'; readonly value: number } | null {
  const place = Math.min(Math.max(at, 0), positions.length);
  const absolute = (positions[0]?.step ?? 0) + place;
  const steps = positions[0]?.steps ?? 1;
  switch (window?.unit) {
    case 'steps':
      return { input: 'steps', value: Math.round(absolute) };
    case 'share': {
      // Rounded down: rounded up it would take in the step after.
      const share = Math.floor((absolute / steps) * 100 + DUST) / 100;
      return { input: 'end', value: Math.min(Math.max(share, window.start), 1) };
    }
    case 'timestep':
      return { input: 'timestep', value: Math.round(thresholdAt(positions, Math.round(place))) };
    default:
      return null;
  }
}

/** A timestep between the last step that is on and the first that is not. */
function thresholdAt(positions: readonly StepPosition[], count: number): number {
  const last = positions[count - 1]?.timestep ?? 1000;
  const next = positions[count]?.timestep ?? 0;
  if (count === 0) return 1000;
  return Math.min(Math.max((last + next) / 2, Math.ceil(next)), Math.floor(last));
}

/** Undefined where the node has no window. */
function windowIn(values: Values): Window | null | undefined {
  const { mode } = values;
  if (mode === 'follow_taca') return null;
  if (mode !== 'share' && mode !== 'steps' && mode !== 'timestep' && mode !== 'always') {
    return undefined;
  }
  const window: WindowValues = {
    mode,
    start: numberIn(values, 'start'),
    end: numberIn(values, 'end'),
    steps: numberIn(values, 'steps'),
    timestep: numberIn(values, 'timestep'),
  };
  return windowOf(window);
}

function numberIn(values: Values, input: string): number {
  const value = values[input];
  return isObject(value) ? 0 : Number(value ?? 0);
}
