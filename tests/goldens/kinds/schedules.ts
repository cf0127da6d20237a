import { sigmaAt } from '../../../nodes/sampling/flow.ts';
import { sigmasFor } from '../../../nodes/sampling/schedules/index.ts';
import { linspace } from '../../../nodes/sampling/schedules/schedule.ts';
import type { GoldenTable, TableRow } from '../kind.ts';

interface Row {
  readonly steps: number;
  readonly sigmas: readonly number[];
  readonly timesteps: readonly number[];
}
interface Schedules {
  readonly sd3_shift_3: readonly Row[];
  readonly flux_dev_dynamic: readonly (Row & {
    readonly width: number;
    readonly height: number;
    readonly mu: number;
  })[];
  readonly flux_schnell_shift_1: readonly Row[];
}

const TOLERANCE = 1e-6;

function compare(name: string, actual: ArrayLike<number>, expected: readonly number[]): TableRow {
  const errors = expected.map((e, i) => Math.abs((actual[i] as number) - e) / (e || 1));
  const error = actual.length === expected.length ? Math.max(...errors) : Infinity;
  return { name, error, tolerance: TOLERANCE };
}

/** diffusers gives FLUX the levels 1 to 1/n, shifted: the family's formula, not one of the schedules by name. */
export function shifted(steps: number, shift: number): number[] {
  const sampling = { shift, multiplier: 1 };
  return [...linspace(1, 1 / steps, steps).map((t) => sigmaAt(sampling, t)), 0];
}

/** FlowMatchEulerDiscreteScheduler's levels; for SD3 they are our `normal`. */
export const schedules: GoldenTable = {
  title: 'schedules',
  file: 'schedules.json',
  async check(table) {
    const {
      sd3_shift_3: sd3,
      flux_dev_dynamic: dev,
      flux_schnell_shift_1: schnell,
    } = table as Schedules;
    return [
      ...sd3.map(({ steps, sigmas }) =>
        compare(
          `SD3 normal, ${steps} steps`,
          sigmasFor({ shift: 3, multiplier: 1000 }, 'normal', steps),
          sigmas,
        ),
      ),
      ...dev.map(({ steps, sigmas, mu, width, height }) =>
        compare(
          `FLUX dev, ${width}x${height}, ${steps} steps`,
          shifted(steps, Math.exp(mu)),
          sigmas,
        ),
      ),
      ...schnell.map(({ steps, sigmas }) =>
        compare(`FLUX schnell, ${steps} steps`, shifted(steps, 1), sigmas),
      ),
    ];
  },
};
