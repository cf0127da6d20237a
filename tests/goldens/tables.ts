import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenTables } from './kinds/index.ts';
import type { TableRow } from './kind.ts';

/** Checks the tables of a golden folder. @param only part of a table's file name; empty: all */
export async function runTables(
  dir: string,
  only = '',
): Promise<(TableRow & { readonly table: string })[]> {
  const rows: (TableRow & { readonly table: string })[] = [];
  for (const table of goldenTables) {
    const file = join(dir, 'tables', table.file);
    if (!table.file.includes(only) || !existsSync(file)) continue;
    const checked = await table.check(JSON.parse(readFileSync(file, 'utf8')), dir);
    rows.push(...checked.map((row) => ({ ...row, table: table.file })));
  }
  return rows;
}
