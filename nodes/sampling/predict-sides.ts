/** What the network predicts for each side of the guidance: which prompts hold where, one call for all that can share it. */
import { FIRST_TIMESTEP, type StepPosition } from '../graph/schedule/window.ts';
import { dim, type Tensor } from '../tensor.ts';
import { batchInputs } from './batch-inputs.ts';
import type { Condition } from './conditions.ts';
import { timestepOf, type FlowSampling } from './flow.ts';
import type { GuidedPairs } from './guided-pairs.ts';
import type { ModelReuse } from './model-reuse.ts';
import type { GuidedRows } from '../networks/mmdit/normalized-attention.ts';
import type { VelocityNetwork } from './velocity-network.ts';

/**
 * x0 of every list of conditions: the mean of those that hold, by weight; where none does, 0. Null where nobody asks.
 * The first is the caller's; the next call overwrites the others.
 */
export type SidePredictor = (
  x: Tensor,
  sigma: number,
  sides: readonly (readonly Condition[] | null)[],
) => Promise<(Float32Array | null)[]>;

/** What a weight of 0 is divided by. */
const NO_WEIGHT = 1e-37;

/** @param stand the step that sampling is in, asked at every call */
export function sidePredictor(
  network: VelocityNetwork,
  sampling: FlowSampling,
  stand: () => Pick<StepPosition, 'step' | 'steps'>,
  pairs: GuidedPairs | null = null,
  reuse: ModelReuse<Condition> | null = null,
): SidePredictor {
  const inputsOf = batchInputs();
  const buffers: Float32Array[] = [];
  const bufferOf = (side: number, size: number) => {
    if (side === 0) return new Float32Array(size);
    const known = buffers[side];
    return known?.length === size ? known : (buffers[side] = new Float32Array(size));
  };
  return async (x, sigma, sides) => {
    const holding = sides.map(
      (side) => side?.filter((c) => sigma <= c.from && sigma >= c.to) ?? null,
    );
    const position = { ...stand(), timestep: sigma * FIRST_TIMESTEP };
    const velocities = new Map<Condition, Float32Array>();
    reuse?.begin(position);
    for (const group of groupsOf(holding.flatMap((side) => side ?? []))) {
      const inputs = inputsOf(group, x);
      const items = dim(x, 0);
      const ask = () =>
        network.predict({
          ...inputs,
          ...(pairs && { guided: rowsOf(pairs.in(group), items) }),
          timestep: timestepOf(sampling, sigma),
          position,
        });
      const call = { keys: group, input: inputs.latent };
      const velocity = await (reuse ? reuse.answer(call, sigma, ask) : ask());
      const size = velocity.data.length / group.length;
      group.forEach((c, i) => velocities.set(c, velocity.data.subarray(i * size, (i + 1) * size)));
    }
    return holding.map(
      (side, i) => side && average(bufferOf(i, x.data.length), side, velocities, x, sigma),
    );
  };
}

function rowsOf(pairs: readonly GuidedRows[], items: number): GuidedRows[] {
  return pairs.flatMap(({ positive, negative }) =>
    Array.from({ length: items }, (_, item) => ({
      positive: positive * items + item,
      negative: negative * items + item,
    })),
  );
}

/** Conditions that one network call can take together: equal sizes of picture and text. */
function groupsOf(conditions: readonly Condition[]): Condition[][] {
  const groups = Map.groupBy(conditions, ({ embeds, pooled, area }) =>
    [...embeds.shape.slice(1), pooled !== null, area?.height, area?.width].join(),
  );
  return [...groups.values()];
}

/** x0 of one side, into `out`: the mean of its conditions by weight; where none counts, 0. */
function average(
  out: Float32Array,
  conditions: readonly Condition[],
  velocities: ReadonlyMap<Condition, Float32Array>,
  x: Tensor,
  sigma: number,
): Float32Array {
  const [only] = conditions;
  if (only && conditions.length === 1 && !only.area && typeof only.weight === 'number') {
    const [from, velocity] = [x.data, velocities.get(only) as Float32Array];
    for (let i = 0; i < out.length; i++) {
      out[i] = (from[i] as number) - sigma * (velocity[i] as number);
    }
    return out;
  }
  out.fill(0);
  const total = new Float32Array(out.length).fill(NO_WEIGHT);
  for (const condition of conditions) {
    const velocity = velocities.get(condition) as Float32Array;
    forEachPosition(condition, x, (at, own, weight) => {
      const denoised = (x.data[at] as number) - sigma * (velocity[own] as number);
      out[at] = (out[at] as number) + weight * denoised;
      total[at] = (total[at] as number) + weight;
    });
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / (total[i] as number);
  return out;
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
