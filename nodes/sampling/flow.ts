/**
 * Discrete flow matching as ComfyUI's SD3 models sample it: sigma(t) = a t / (1 + (a - 1) t), t in 0..1.
 * `multiplier` is what the transformer's timestep is scaled by (1000 for SD3).
 */
export interface FlowSampling {
  readonly shift: number;
  readonly multiplier: number;
}
