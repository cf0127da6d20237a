import type { Condition } from './conditions.ts';
import type { GuidedRows } from '../networks/mmdit/normalized-attention.ts';
import { sameRectangle, type Rectangle } from './rectangle.ts';

/** Which conditions of a call guide each other's attention. */
export interface GuidedPairs {
  /** Places in the call. */
  in(group: readonly Condition[]): GuidedRows[];
  /** Whether there were any yet. */
  readonly met: boolean;
}

/** Every positive with the negative of its own area, or the first that goes through the network with it. */
export function guidedPairs(
  positive: readonly Condition[],
  negative: readonly Condition[],
): GuidedPairs {
  let met = false;
  return {
    in(group) {
      const away = group.filter((c) => negative.includes(c));
      const [first] = away;
      if (!first) return [];
      const pairs = group.flatMap((c, place) => {
        if (!positive.includes(c)) return [];
        const partner = away.find(({ area }) => isSamePlace(area, c.area)) ?? first;
        return [{ positive: place, negative: group.indexOf(partner) }];
      });
      met ||= pairs.length > 0;
      return pairs;
    },
    get met() {
      return met;
    },
  };
}

/** @param a null: the whole picture */
function isSamePlace(a: Rectangle | null, b: Rectangle | null): boolean {
  return a && b ? sameRectangle(a, b) : a === b;
}
