import type { ModelValue } from '../models.ts';

/** What a sampler goes through, before it runs. */
export interface NoiseLevels {
  readonly model: ModelValue;
  /** One more than steps, falling; fewer than two: nothing is sampled. */
  readonly sigmas: Float32Array;
  /** Where these steps lie in a longer schedule, for what goes by steps; default: they are all. */
  readonly part?: { readonly firstStep: number; readonly steps: number };
}
