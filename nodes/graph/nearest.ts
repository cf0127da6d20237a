/** Up to three of `names` that `wanted` was probably meant to be, likeliest first. */
export function nearestNames(wanted: string, names: Iterable<string>): string[] {
  const target = wanted.toLowerCase();
  const limit = Math.max(2, Math.ceil(target.length / 3));
  return [...new Set(names)]
    .map((name) => ({ name, distance: distance(target, name.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((candidate) => candidate.name);
}

/** A sentence that offers them, or all names when none is near. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  const shown = names.slice(0, 12);
  const rest = names.length - shown.length;
  return `There are: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

/** Edits (insert, delete, replace) from `a` to `b`; a name that holds the other counts as near. */
function distance(a: string, b: string): number {
  if (a.length > 2 && b.includes(a)) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
