import type { GuidedRows } from '../networks/mmdit/normalized-attention.ts';

/**
 * Rows of a batch in parts of at most `most`, but for rows that guide each other's attention: these stay together.
 */
export function partsOfRows(rows: number, guided: readonly GuidedRows[], most: number): number[][] {
  const parts: number[][] = [];
  for (const unit of units(rows, guided)) {
    const last = parts.at(-1);
    if (last && last.length + unit.length <= most) last.push(...unit);
    else parts.push([...unit]);
  }
  return parts;
}

/** Pairs whose rows are all among `rows`, by their places there. */
export function pairsWithin(guided: readonly GuidedRows[], rows: readonly number[]): GuidedRows[] {
  return guided.flatMap((pair) => {
    const [positive, negative] = [rows.indexOf(pair.positive), rows.indexOf(pair.negative)];
    return positive >= 0 && negative >= 0 ? [{ positive, negative }] : [];
  });
}

function units(rows: number, guided: readonly GuidedRows[]): number[][] {
  const unitOf = Array.from({ length: rows }, (_, row) => [row]);
  for (const { positive, negative } of guided) {
    const [unit, other] = [unitOf[positive], unitOf[negative]];
    if (!unit || !other || unit === other) continue;
    unit.push(...other);
    for (const row of other) unitOf[row] = unit;
  }
  return [...new Set(unitOf)];
}
