/** Undo as a list of values. */
export interface Step<T> {
  /** What was before the step. */
  readonly before: T;
  readonly label: string;
}

export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly future: readonly Step<T>[];
  /** What the last step belongs to: a drag or a burst of typing. */
  readonly group: { readonly key: string; readonly at: number } | null;
}

export const NO_HISTORY: History<never> = { past: [], future: [], group: null };

const MOST_STEPS = 500;
const GROUP_MS = 1000;

/** @param group steps of the same group that follow each other within a second are one; null stands alone */
export function record<T>(
  history: History<T>,
  before: T,
  label: string,
  group: string | null,
  now: number,
): History<T> {
  const isSame =
    group !== null && history.group?.key === group && now - history.group.at < GROUP_MS;
  return {
    past: isSame ? history.past : [...history.past, { before, label }].slice(-MOST_STEPS),
    future: [],
    group: group === null ? null : { key: group, at: now },
  };
}

export interface Moved<T> {
  readonly value: T;
  readonly history: History<T>;
  readonly label: string;
}

/** Null when there is nothing to undo. */
export function undo<T>(history: History<T>, current: T): Moved<T> | null {
  const step = history.past.at(-1);
  if (!step) return null;
  const { before, label } = step;
  const past = history.past.slice(0, -1);
  const future = [...history.future, { before: current, label }];
  return { value: before, label, history: { past, future, group: null } };
}

/** Null when there is nothing to redo. */
export function redo<T>(history: History<T>, current: T): Moved<T> | null {
  const step = history.future.at(-1);
  if (!step) return null;
  const { before, label } = step;
  const past = [...history.past, { before: current, label }];
  const future = history.future.slice(0, -1);
  return { value: before, label, history: { past, future, group: null } };
}
