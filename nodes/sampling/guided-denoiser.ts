/** From what guides a picture to x0: which prompts hold where, one network call for all that can share it, CFG. */
import { FIRST_TIMESTEP, type StepPosition } from '../graph/schedule/window.ts';
import { dim, type Tensor } from '../tensor.ts';
import { batchInputs } from './batch-inputs.ts';
import type { Condition } from './conditions.ts';
import { timestepOf, type FlowSampling } from './flow.ts';
import type { Denoiser } from './sampler.ts';
import type { VelocityNetwork } from './velocity-network.ts';

export interface Guidance {
  readonly positive: readonly Condition[];
  readonly negative: readonly Condition[];
  /** Exactly 1: the negative is not evaluated. */
  readonly cfg: number;
}

/** What a weight of 0 is divided by. */
const NO_WEIGHT = 1e-37;

/** @param stand the step that sampling is in, asked at every call */
export function guidedDenoiser(
  network: VelocityNetwork,
  { positive, negative, cfg }: Guidance,
  sampling: FlowSampling,
  stand: () => Pick<StepPosition, 'step' | 'steps'>,
): Denoiser {
  const isGuided = cfg !== 1;
  const inputsOf = batchInputs();
  let unguided = new Float32Array();
  return async (x, sigma) => {
    const holds = (c: Condition) => sigma <= c.from && sigma >= c.to;
    const wanted = positive.filter(holds);
    const unwanted = isGuided ? negative.filter(holds) : [];
    const velocities = new Map<Condition, Float32Array>();
    for (const group of groupsOf([...wanted, ...unwanted])) {
      const velocity = await network.predict({
        ...inputsOf(group, x),
        timestep: timestepOf(sampling, sigma),
        position: { ...stand(), timestep: sigma * FIRST_TIMESTEP },
      });
      const size = velocity.data.length / group.length;
      group.forEach((c, i) => velocities.set(c, velocity.data.subarray(i * size, (i + 1) * size)));
    }
    const denoised = new Float32Array(x.data.length);
    average(denoised, wanted, velocities, x, sigma);
    if (isGuided) {
      if (unguided.length !== denoised.length) unguided = new Float32Array(denoised.length);
      average(unguided, unwanted, velocities, x, sigma);
      guide(denoised, unguided, cfg);
    }
    return { data: denoised, shape: x.shape };
  };
}

/** wanted = unwanted + cfg (wanted - unwanted) */
function guide(wanted: Float32Array, unwanted: Float32Array, cfg: number): void {
  for (let i = 0; i < wanted.length; i++) {
    const away = unwanted[i] as number;
    wanted[i] = away + cfg * ((wanted[i] as number) - away);
  }
}

/** Conditions that one network call can take together: equal sizes of picture and text. */
function groupsOf(conditions: readonly Condition[]): Condition[][] {
  const groups = Map.groupBy(conditions, ({ embeds, pooled, area }) =>
    [...embeds.shape.slice(1), pooled !== null, area?.height, area?.width].join(),
  );
  return [...groups.values()];
}

/** x0 of one side of the guidance, into `out`: the mean of its conditions by weight; where none counts, 0. */
function average(
  out: Float32Array,
  conditions: readonly Condition[],
  velocities: ReadonlyMap<Condition, Float32Array>,
  x: Tensor,
  sigma: number,
): void {
  const [only] = conditions;
  if (only && conditions.length === 1 && !only.area && typeof only.weight === 'number') {
    const [from, velocity] = [x.data, velocities.get(only) as Float32Array];
    for (let i = 0; i < out.length; i++) {
      out[i] = (from[i] as number) - sigma * (velocity[i] as number);
    }
    return;
  }
  const total = new Float32Array(out.length).fill(NO_WEIGHT);
  out.fill(0);
  for (const condition of conditions) {
    const velocity = velocities.get(condition) as Float32Array;
    forEachPosition(condition, x, (at, own, weight) => {
      const denoised = (x.data[at] as number) - sigma * (velocity[own] as number);
      out[at] = (out[at] as number) + weight * denoised;
      total[at] = (total[at] as number) + weight;
    });
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / (total[i] as number);
}

/** Every value of a condition's area: its place in the latent, its place in the area, its weight. */
function forEachPosition(
  { area, weight }: Condition,
  x: Tensor,
  visit: (at: number, own: number, weight: number) => void,
): void {
  const [channels, rows, columns] = [dim(x, 1), dim(x, 2), dim(x, 3)];
  const { y, x: left, height, width } = area ?? { y: 0, x: 0, height: rows, width: columns };
  const plane = height * width;
  const items = typeof weight === 'number' ? 1 : dim(weight, 0);
  for (let own = 0; own < dim(x, 0) * channels * plane; own++) {
    const index = Math.floor(own / plane);
    const within = own % plane;
    const row = y + Math.floor(within / width);
    const at = (index * rows + row) * columns + left + (within % width);
    const item = Math.floor(index / channels) % items;
    visit(at, own, typeof weight === 'number' ? weight : (weight.data[item * plane + within] ?? 0));
  }
}
