import { go } from 'fuzzysort';

/** Things whose name fits the words, best first; all in their order when there are none. */
export function rankNames<T>(
  items: readonly T[],
  query: string,
  nameOf: (item: T) => string,
): readonly T[] {
  const words = query.trim();
  if (words === '') return items;
  const named = items.map((item) => ({ item, name: nameOf(item) }));
  return go(words, named, { key: 'name', threshold: 0.3 }).map(({ obj }) => obj.item);
}
