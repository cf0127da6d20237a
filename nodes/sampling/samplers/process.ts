/** How signal and noise share a latent at a noise level: x = signal(sigma) x0 + sigma noise. */
export interface Process {
  signal(sigma: number): number;
  /** lambda = log(signal / sigma), half the logarithm of the signal-to-noise ratio. */
  halfLogSnr(sigma: number): number;
  sigmaAt(halfLogSnr: number): number;
}

/** x = (1 - sigma) x0 + sigma noise: what flow-matching models are trained on; sigma in 0..1. */
export const rectifiedFlow: Process = {
  signal: (sigma) => 1 - sigma,
  halfLogSnr: (sigma) => Math.log((1 - sigma) / sigma),
  sigmaAt: (lambda) => 1 / (1 + Math.exp(lambda)),
};

/**
 * x = x0 + sigma noise: k-diffusion's. Solvers written for it also run on flow latents: a first-order step is the same,
 * and higher orders differ in how they measure the distance between two levels.
 */
export const varianceExploding: Process = {
  signal: () => 1,
  halfLogSnr: (sigma) => -Math.log(sigma),
  sigmaAt: (lambda) => Math.exp(-lambda),
};
