/**
 * DPM-Solver++ multistep (Lu et al. 2022) with optional noise (its SDE form): one call a step, earlier predictions
 * serve as derivatives in half-log-SNR.
 */
import type { Tensor } from '../../tensor.ts';
import { percentToSigma } from '../flow.ts';
import type { SamplerRun } from '../sampler.ts';
import { addDifference, add, blend, copyOf, stepsOf } from './arithmetic.ts';
import { brownianNoise } from './brownian-noise.ts';
import type { Process } from './process.ts';

export interface MultistepOptions {
  readonly process: Process;
  readonly order: 2 | 3;
  /** How a second-order term is weighed: at the middle of the step, or integrated exactly. */
  readonly secondOrder: 'midpoint' | 'exact';
  /** 0: the ODE; 1: the reverse SDE. */
  readonly eta: number;
}

/** How far below pure noise a flow starts where its log SNR is needed, as a share of the process. */
const START_OFFSET = 1e-4;

interface Past {
  readonly denoised: Tensor;
  /** Length in half-log-SNR of the step that it was predicted for. */
  readonly h: number;
}

export async function dpmSolverMultistep(
  run: SamplerRun,
  { process, order, secondOrder, eta }: MultistepOptions,
): Promise<Tensor> {
  const x = copyOf(run.x);
  const noise = eta > 0 ? brownianNoise(run.seed, x, run.sigmas) : null;
  const startsInPureNoise = !Number.isFinite(process.halfLogSnr(run.sigmas[0] ?? 0));
  let past: Past[] = [];
  for (const { index, sigma: level, next } of stepsOf(run)) {
    const sigma =
      index === 0 && startsInPureNoise ? percentToSigma(run.sampling, START_OFFSET) : level;
    const denoised = await run.denoise(x, sigma);
    if (next === 0) x.data.set(denoised.data);
    else {
      const h = process.halfLogSnr(next) - process.halfLogSnr(sigma);
      const span = h * (1 + eta);
      const signal = process.signal(next);
      blend(x, (next / sigma) * Math.exp(-h * eta), x, -signal * Math.expm1(-span), denoised);
      const weights = correction(span, secondOrder);
      if (order === 3 && past.length === 2) thirdOrder(x, denoised, past, h, span, signal);
      else if (past[0]) {
        addDifference(x, (signal * weights * h) / past[0].h, denoised, past[0].denoised);
      }
      if (noise) add(x, next * Math.sqrt(-Math.expm1(-2 * h * eta)), noise(sigma, next));
      past = [{ denoised, h }, ...past].slice(0, order - 1);
    }
    await run.afterStep(index, x, denoised);
  }
  return x;
}

/** Weight of a first difference over a step of length `span`. */
function correction(span: number, secondOrder: MultistepOptions['secondOrder']): number {
  return secondOrder === 'midpoint' ? -Math.expm1(-span) / 2 : 1 + Math.expm1(-span) / span;
}

/** Adds the first and second derivative, from differences of three predictions on uneven steps. */
function thirdOrder(
  x: Tensor,
  denoised: Tensor,
  past: readonly Past[],
  h: number,
  span: number,
  signal: number,
): void {
  const [last, older] = past as [Past, Past];
  const [r0, r1] = [last.h / h, older.h / h];
  const phi2 = 1 + Math.expm1(-span) / span;
  const phi3 = phi2 / span - 0.5;
  const [out, d0, d1, d2] = [x.data, denoised.data, last.denoised.data, older.denoised.data];
  for (let i = 0; i < out.length; i++) {
    const recent = ((d0[i] as number) - (d1[i] as number)) / r0;
    const earlier = ((d1[i] as number) - (d2[i] as number)) / r1;
    const second = (recent - earlier) / (r0 + r1);
    const first = recent + second * r0;
    out[i] = (out[i] as number) + signal * (phi2 * first - phi3 * second);
  }
}
