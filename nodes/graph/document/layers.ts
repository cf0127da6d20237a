/** Places for nodes that have none: columns from what gives to what takes. */
import type { Point, Size } from './types.ts';

const COLUMN_GAP = 60;
const ROW_GAP = 30;

/**
 * @param sizes of the nodes, by id
 * @param feeds ids of the nodes that each takes from
 */
export function placeInLayers(
  sizes: ReadonlyMap<string, Size>,
  feeds: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Point> {
  const layers = layersOf([...sizes.keys()], feeds);
  const columns: string[][] = [];
  for (const [id, layer] of layers) (columns[layer] ??= []).push(id);
  const places = new Map<string, Point>();
  let x = 0;
  for (const column of columns) {
    let y = 0;
    for (const id of sortedByFeeds(column, feeds, places)) {
      places.set(id, [x, y]);
      y += (sizes.get(id)?.[1] ?? 0) + ROW_GAP;
    }
    x += Math.max(0, ...column.map((id) => sizes.get(id)?.[0] ?? 0)) + COLUMN_GAP;
  }
  return places;
}

/** One more than the highest of what feeds it; nodes of a loop stand where they are first met. */
function layersOf(
  ids: readonly string[],
  feeds: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const open = new Set<string>();
  const left = [...ids].reverse();
  for (let id = left.at(-1); id !== undefined; id = left.at(-1)) {
    const waiting = (feeds.get(id) ?? []).filter((feed) => !layers.has(feed) && !open.has(feed));
    if (waiting.length > 0 && !layers.has(id)) {
      open.add(id);
      left.push(...waiting);
      continue;
    }
    left.pop();
    open.delete(id);
    if (layers.has(id)) continue;
    const before = (feeds.get(id) ?? []).map((feed) => layers.get(feed) ?? -1);
    layers.set(id, Math.max(-1, ...before) + 1);
  }
  return layers;
}

/** By the height of what feeds them, so that links cross little. */
function sortedByFeeds(
  column: readonly string[],
  feeds: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, Point>,
): string[] {
  const heightOf = (id: string) => {
    const heights = (feeds.get(id) ?? []).flatMap((feed) => places.get(feed)?.[1] ?? []);
    return heights.reduce((sum, y) => sum + y, 0) / Math.max(1, heights.length);
  };
  return [...column].sort((a, b) => heightOf(a) - heightOf(b));
}
