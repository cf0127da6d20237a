/** When something is on during sampling (TACA, a scheduled LoRA). */
export type Window =
  /** The first `steps` steps. */
  | { readonly unit: 'steps'; readonly steps: number }
  /** Shares of the steps: from `start` (0 = first step) to before `end`. */
  | { readonly unit: 'share'; readonly start: number; readonly end: number }
  /** Timesteps (0..1000) at or above the threshold, as in the paper: t >= 970. */
  | { readonly unit: 'timestep'; readonly threshold: number }
  | { readonly unit: 'always' };

/** Where sampling stands when the network is called. */
export interface StepPosition {
  /** 0-based step whose interval the call's sigma lies in. */
  readonly step: number;
  readonly steps: number;
  /** 0..1000 whatever the family's own scale. */
  readonly timestep: number;
}
