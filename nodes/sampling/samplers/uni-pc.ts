/** UniPC (Zhao et al. 2023) predicting x0: a multistep predictor, and a corrector that costs no further call. */
import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { addDifference, blend, copyOf, stepsOf } from './arithmetic.ts';
import { varianceExploding, type Process } from './process.ts';
import { solveLinear } from './solve-linear.ts';

export interface UniPcOptions {
  /** B(h): h itself, or e^h - 1. */
  readonly variant: 'bh1' | 'bh2';
  readonly order: 2 | 3;
  readonly process: Process;
}

/** Where the last step ends instead of at 0, whose log SNR is infinite; its remaining noise is scaled out. */
const LAST_SIGMA = 0.001;

/** As ComfyUI runs it: order 3, levels measured as variance exploding. */
export async function uniPcSampler(
  run: SamplerRun,
  variant: UniPcOptions['variant'],
): Promise<Tensor> {
  const endsAtZero = run.sigmas.at(-1) === 0;
  const sigmas = run.sigmas.slice();
  if (endsAtZero) sigmas[sigmas.length - 1] = LAST_SIGMA;
  const x = await uniPc({ ...run, sigmas }, { variant, order: 3, process: varianceExploding });
  if (endsAtZero) blend(x, 1 / (1 - LAST_SIGMA), x, 0, x);
  return x;
}

/** A prediction and the half-log-SNR it was made at. */
interface Past {
  readonly denoised: Tensor;
  readonly lambda: number;
}

export async function uniPc(run: SamplerRun, options: UniPcOptions): Promise<Tensor> {
  const { process } = options;
  const steps = stepsOf(run);
  const order = Math.max(1, Math.min(options.order, steps.length - 1));
  const x = copyOf(run.x);
  const predicted = copyOf(run.x);
  let past: Past[] = [];
  let correct: ((denoisedAhead: Tensor) => void) | null = null;
  for (const { index, sigma, next } of steps) {
    const denoised = await run.denoise(predicted, sigma);
    correct?.(denoised);
    past = [{ denoised, lambda: process.halfLogSnr(sigma) }, ...past].slice(0, order);
    const used = past.slice(0, steps.length - index);
    const weights = stepWeights(used, process.halfLogSnr(next), options.variant);
    const signal = process.signal(next);
    blend(x, next / sigma, x, -signal * Math.expm1(weights.hh), denoised);
    predicted.data.set(x.data);
    addDifferences(predicted, weights.predictor, -signal, used);
    correct = (denoisedAhead) => {
      addDifferences(x, weights.corrector, -signal, used);
      addDifference(x, -signal * weights.correctorAhead, denoisedAhead, denoised);
    };
    await run.afterStep(index, predicted, denoised);
  }
  return predicted;
}

/** x += scale * sum of weights[i] (past[i + 1] - past[0]) */
function addDifferences(
  x: Tensor,
  weights: readonly number[],
  scale: number,
  past: readonly Past[],
): void {
  const newest = past[0] as Past;
  weights.forEach((weight, i) => {
    const older = past[i + 1] as Past;
    addDifference(x, scale * weight, older.denoised, newest.denoised);
  });
}

interface StepWeights {
  /** Minus the step's length in half-log-SNR. */
  readonly hh: number;
  /** Weights of (past[i + 1] - past[0]). */
  readonly predictor: readonly number[];
  readonly corrector: readonly number[];
  /** Weight of (prediction at the step's end - past[0]) in the corrector. */
  readonly correctorAhead: number;
}

/** The weights of equations (3.3) and (3.4) of the paper, for the predictions at hand (newest first). */
function stepWeights(
  past: readonly Past[],
  lambda: number,
  variant: UniPcOptions['variant'],
): StepWeights {
  const newest = past[0] as Past;
  const h = lambda - newest.lambda;
  const hh = -h;
  const ratios = past.slice(1).map((p) => (p.lambda - newest.lambda) / h);
  const nodes = [...ratios, 1];
  const bh = variant === 'bh1' ? hh : Math.expm1(hh);
  const rows: number[][] = [];
  const right: number[] = [];
  let phi = Math.expm1(hh) / hh - 1;
  let factorial = 1;
  for (let i = 1; i <= nodes.length; i++) {
    rows.push(nodes.map((r) => r ** (i - 1)));
    right.push((phi * factorial) / bh);
    factorial *= i + 1;
    phi = phi / hh - 1 / factorial;
  }
  const scaled = (weights: readonly number[]) =>
    ratios.map((ratio, i) => (bh * (weights[i] as number)) / ratio);
  const inner = rows.slice(0, -1).map((row) => row.slice(0, -1));
  const predictor = ratios.length === 1 ? [0.5] : solveLinear(inner, right.slice(0, -1));
  const corrector = nodes.length === 1 ? [0.5] : solveLinear(rows, right);
  return {
    hh,
    predictor: scaled(predictor),
    corrector: scaled(corrector),
    correctorAhead: bh * (corrector.at(-1) as number),
  };
}
