import { sigmaTable, type FlowSampling } from '../flow.ts';

/** Noise levels for a number of steps (>= 1), falling to 0. */
export type Schedule = (sampling: FlowSampling, steps: number) => number[];

/** Lowest and highest noise level of a model. */
export function sigmaRange(sampling: FlowSampling): { readonly min: number; readonly max: number } {
  const table = sigmaTable(sampling);
  return { min: table[0] as number, max: table.at(-1) as number };
}

/** `count` numbers from `from` to `to`, both included; one number is `from`. */
export function linspace(from: number, to: number, count: number): number[] {
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) =>
    i * 2 < count ? from + step * i : to - step * (count - 1 - i),
  );
}
