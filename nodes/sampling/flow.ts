/**
 * Discrete flow matching as ComfyUI samples it: sigma(t) = a t / (1 + (a - 1) t), t in 0..1.
 * `multiplier` is what the transformer's timestep is scaled by: 1000 for SD3, 1 for FLUX, whose shift a is e^mu.
 */
export interface FlowSampling {
  readonly shift: number;
  readonly multiplier: number;
  /** Entries of the table of noise levels; default 1000. */
  readonly levels?: number;
}

const { fround } = Math;
const LEVELS = 1000;
/** Entries of a FLUX dev model's table of noise levels. */
const FLUX_LEVELS = 10_000;

/** The shift of resolution and model: t in 0..1 to a noise level in 0..1, float32. */
function shiftTime(shift: number, t: number): number {
  if (shift === 1) return fround(t);
  return fround(fround(shift * t) / fround(1 + fround((shift - 1) * t)));
}

/** Noise level of a timestep in 0..multiplier. */
export function sigmaAt(sampling: FlowSampling, timestep: number): number {
  return shiftTime(sampling.shift, fround(timestep / sampling.multiplier));
}

/** What the transformer is told about a noise level. */
export function timestepOf(sampling: FlowSampling, sigma: number): number {
  return fround(sigma * sampling.multiplier);
}

/** Noise level at a share of the sampling process: 0 is pure noise, 1 the finished picture. */
export function percentToSigma(sampling: FlowSampling, share: number): number {
  if (share <= 0) return 1;
  return share >= 1 ? 0 : shiftTime(sampling.shift, 1 - share);
}

/** The model's noise levels, rising to 1; the first is its sigma_min, the last its sigma_max. */
export function sigmaTable({ shift, levels = LEVELS }: FlowSampling): Float32Array {
  return Float32Array.from({ length: levels }, (_, i) =>
    shiftTime(shift, fround((i + 1) / levels)),
  );
}

/** FLUX dev's, which gives the shift by its logarithm. */
export function fluxSampling(mu: number): FlowSampling {
  return { shift: Math.exp(mu), multiplier: 1, levels: FLUX_LEVELS };
}
