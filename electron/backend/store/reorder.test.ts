import { expect, it } from 'vitest';
import { reorder, type Place, type Target } from './reorder.ts';

const queue = (...numbers: number[]): Place[] =>
  numbers.map((number, i) => ({ id: 'abcdefgh'[i] ?? '', number }));

function after(order: readonly Place[], id: string, target: Target): string {
  const changed = new Map(reorder(order, id, target).map((place) => [place.id, place.number]));
  const numbers = order.map((place) => ({
    ...place,
    number: changed.get(place.id) ?? place.number,
  }));
  expect(new Set(numbers.map(({ number }) => number)).size).toBe(order.length);
  return numbers
    .sort((a, b) => a.number - b.number)
    .map(({ id }) => id)
    .join('');
}

it('moves one job and leaves the numbers of the others', () => {
  expect(after(queue(0, 1, 2, 3), 'd', { before: 'b' })).toBe('adbc');
  expect(after(queue(0, 1, 2, 3), 'a', { after: 'c' })).toBe('bcad');
  expect(after(queue(0, 1, 2, 3), 'a', { after: 'd' })).toBe('bcda');
  expect(after(queue(0, 1, 2, 3), 'c', { front: true })).toBe('cabd');
  expect(reorder(queue(0, 1, 2, 3), 'd', { before: 'b' })).toEqual([{ id: 'd', number: 0.5 }]);
});

it('draws equal numbers apart', () => {
  expect(after(queue(5, 5, 5, 5), 'd', { before: 'b' })).toBe('adbc');
  expect(after(queue(5, 5, 5), 'c', { front: true })).toBe('cab');
});

it('what is moved to the front stays behind what is queued to run first later', () => {
  const [moved] = reorder(queue(-3, 1, 2), 'c', { front: true });
  expect(moved?.number).toBeGreaterThan(-4);
});

it('has room for a thousand moves to one place', () => {
  let order = queue(0, 1, 2);
  for (let i = 0; i < 1000; i++) {
    const id = order[2]?.id ?? '';
    const changed = new Map(
      reorder(order, id, { after: order[0]?.id ?? '' }).map((p) => [p.id, p.number]),
    );
    const before = order.map((place) => place.id);
    order = order
      .map((place) => ({ ...place, number: changed.get(place.id) ?? place.number }))
      .sort((a, b) => a.number - b.number);
    expect(order.map((place) => place.id)).toEqual([before[0], before[2], before[1]]);
  }
});

it('does nothing for jobs that wait no longer', () => {
  expect(reorder(queue(0, 1), 'x', { front: true })).toEqual([]);
  expect(reorder(queue(0, 1), 'a', { before: 'x' })).toEqual([]);
  expect(reorder(queue(0, 1), 'a', { before: 'a' })).toEqual([]);
});
