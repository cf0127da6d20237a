/** Where and how to measure. */
export interface Setting {
  /** Folders of models, of converted weights and of velocities. */
  readonly models: string;
  readonly cache: string;
  readonly out: string;
  readonly threads: number;
  readonly steps: number;
  /** One that imports torch, diffusers and stable_diffusion_cpp; empty: no peers. */
  readonly python: string;
}
