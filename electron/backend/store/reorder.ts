/** A job's place in the queue. */
export interface Place {
  readonly id: string;
  readonly number: number;
}

export type Target =
  | { readonly before: string }
  | { readonly after: string }
  | { readonly front: true };

/** Far less than the 1 between jobs that are queued, so that what is queued later still goes behind or before. */
const STEP = 2 ** -20;

/**
 * Moves one job and gives the numbers that change. Equal numbers, which clients may choose, are drawn apart.
 * @param order as the jobs run now
 * @returns nothing when the job or its target waits no longer
 */
export function reorder(order: readonly Place[], id: string, target: Target): Place[] {
  const moved = order.find((place) => place.id === id);
  const others = order.filter((place) => place !== moved);
  const at = indexOf(others, target);
  if (!moved || at < 0) return [];
  const wanted = others.toSpliced(at, 0, moved);
  const before = others[at - 1]?.number;
  const after = others[at]?.number;
  const number = between(before, after) ?? moved.number;
  const numbers = wanted.map((place) => (place === moved ? number : place.number));
  for (let i = 1; i < numbers.length; i++) {
    const last = numbers[i - 1] ?? 0;
    if ((numbers[i] ?? 0) <= last) numbers[i] = last + STEP;
  }
  return wanted
    .map(({ id }, i) => ({ id, number: numbers[i] ?? 0 }))
    .filter((place, i) => place.number !== wanted[i]?.number);
}

function indexOf(others: readonly Place[], target: Target): number {
  if ('front' in target) return 0;
  if ('before' in target) return others.findIndex(({ id }) => id === target.before);
  const at = others.findIndex(({ id }) => id === target.after);
  return at < 0 ? -1 : at + 1;
}

function between(before: number | undefined, after: number | undefined): number | null {
  if (before === undefined) return after === undefined ? null : after - STEP;
  return after === undefined ? before + STEP : (before + after) / 2;
}
