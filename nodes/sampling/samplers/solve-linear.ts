/** Solves A x = b for a small square A, by Gaussian elimination with pivoting; an empty system has no unknowns. */
export function solveLinear(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i] as number]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const below = rows.slice(column).map((row) => Math.abs(row[column] as number));
    const pivot = column + below.indexOf(Math.max(...below));
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const top = rows[column] as number[];
    rows.forEach((row, i) => {
      if (i === column) return;
      const factor = (row[column] as number) / (top[column] as number);
      for (let k = column; k <= size; k++)
        row[k] = (row[k] as number) - factor * (top[k] as number);
    });
  }
  return rows.map((row, i) => (row[size] as number) / (row[i] as number));
}
