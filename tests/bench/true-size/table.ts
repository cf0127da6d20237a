import type { Row } from './measure-row.ts';
import type { Throughput } from './throughput.ts';

const HEADINGS = [
  ['', 30],
  ['convert', 9],
  ['load', 8],
  ['step', 8],
  ['CPU s', 8],
  ['GOPS', 6],
  ['of fp32', 8],
  ['of int8', 8],
  ['own peak', 9],
  ['resident', 9],
  ['anon.', 9],
  ['weights', 9],
  ['ratio', 6],
  ['error', 9],
  ['cosine', 10],
] as const;

export const columns = cells(HEADINGS.map(([heading]) => heading));

/** A row of the table, with its share of the machine's matrix throughput. */
export function line(row: Row, { float32, int8 }: Throughput): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const seconds = (value: number | null) => (value === null ? '-' : `${value.toFixed(1)} s`);
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  return cells([
    row.what,
    seconds(row.convert),
    seconds(row.load),
    seconds(row.step),
    seconds(row.processors),
    row.speed.toFixed(0),
    percent(row.speed / float32),
    percent(row.speed / int8),
    row.products === null ? '-' : row.products.toFixed(0),
    gigabytes(row.resident),
    gigabytes(row.anonymous),
    gigabytes(row.weights),
    (row.resident / row.weights).toFixed(2),
    row.error ? row.error.relative.toExponential(2) : '-',
    row.error ? row.error.cosine.toFixed(7) : '-',
  ]);
}

function cells(values: readonly string[]): string {
  return values
    .map((value, i) => (i === 0 ? value.padEnd(30) : value.padStart(HEADINGS[i]?.[1] ?? 0)))
    .join(' ');
}
