/** Sampling from noise to a finished latent: what all sampler nodes run. */
import { rowsSaying } from '../conditioning/words.ts';
import { UserError } from '../errors.ts';
import type { Latent } from '../latent/latent.ts';
import type { ModelValue } from '../models.ts';
import { requireKnownSize } from '../networks/mmdit/position-embedding.ts';
import type { RunContext } from '../run-context.ts';
import { allFinite, dim, map, type Tensor } from '../tensor.ts';
import { guidedBy } from './guided-by.ts';
import type { Guider } from './guider.ts';
import { fromModelScale, toModelScale, withChannels } from './latent-scale.ts';
import { maskedDenoiser, maskLike } from './masked-denoiser.ts';
import type { NoiseLevels } from './noise-levels.ts';
import type { Noise } from './noise-source.ts';
import { openVelocityNetwork } from './open-velocity-network.ts';
import { previewOf } from './preview.ts';
import { TorchGenerator } from './random/torch-generator.ts';
import type { Denoiser, Sampler } from './sampler.ts';
import type { VelocityNetwork } from './velocity-network.ts';

export interface SamplingTask extends Pick<NoiseLevels, 'sigmas' | 'part'> {
  readonly guider: Guider;
  readonly noise: Noise;
  readonly sampler: Sampler;
  readonly latent: Latent;
}

export interface SamplingResult {
  readonly output: Latent;
  /** The last predicted x0: differs where sampling stops before the end. */
  readonly denoised: Latent;
}

/** @throws UserError `latent_channels`, `sigmas_out_of_range`, `sigmas_zero`, `not_finite`, `text_width`, and what opening the model throws */
export async function sampleLatent(
  task: SamplingTask,
  context: RunContext,
): Promise<SamplingResult> {
  if (task.sigmas.length < 2) return { output: task.latent, denoised: task.latent };
  requireKnownPicture(task.guider.model, task.latent.samples);
  noticeAbsentPhrases(task.guider, context);
  return runSampling(task, context, await openVelocityNetwork(task.guider.model, context));
}

/** As `sampleLatent`, on a network that is open. */
export async function runSampling(
  { guider, noise: noiseSource, sampler, sigmas, latent, part }: SamplingTask,
  context: Pick<RunContext, 'progress' | 'notice'>,
  network: VelocityNetwork,
): Promise<SamplingResult> {
  checkLevels(sigmas);
  const { latentFormat, sampling } = guider.model;
  const samples = withChannels(latent.samples, latentFormat);
  const noise = noiseSource.generate({ ...latent, samples });
  const picture = toModelScale(samples, latentFormat);
  const steps = sigmas.length - 1;
  const whole = part ?? { firstStep: 0, steps };
  let step = 0;

  const stand = () => ({ step: whole.firstStep + step, steps: whole.steps });
  const guided = guidedBy(guider, network, [dim(samples, 2), dim(samples, 3)], stand);
  let denoise = finiteOnly(guided.denoise, () => step, steps);
  if (latent.noiseMask) {
    const mask = maskLike(latent.noiseMask, picture);
    const kept = sampler.freshMaskNoise ? freshNoise(noiseSource.seed, picture) : noise;
    denoise = maskedDenoiser(denoise, mask, picture, kept);
  }

  let lastDenoised = picture;
  const final = await sampler.sample({
    denoise,
    x: noised(picture, noise, sigmas[0] as number),
    sigmas,
    seed: noiseSource.seed,
    sampling,
    async afterStep(done, _x, denoised) {
      step = done + 1;
      lastDenoised = denoised;
      await context.progress(step, steps, () => previewOf(denoised, latentFormat));
    },
  });
  if (!allFinite(final)) throw badStep(sampler.name);
  for (const message of guided.report()) context.notice(message);
  const signal = 1 - (sigmas.at(-1) as number) || 1;
  const finished = signal === 1 ? final : map(final, (value) => value / signal);
  const toLatent = (x: Tensor): Latent => ({ ...latent, samples: fromModelScale(x, latentFormat) });
  return { output: toLatent(finished), denoised: toLatent(lastDenoised) };
}

/** A phrase that no prompt says does nothing: the person hears of it instead of wondering. */
function noticeAbsentPhrases(
  { model, positive, negative, third }: Guider,
  { notice }: Pick<RunContext, 'notice'>,
): void {
  const prompts = [...positive, ...negative, ...(third?.prompt ?? [])];
  for (const { phrase } of model.taca?.words ?? []) {
    if (prompts.some(({ words }) => words && rowsSaying(words, phrase).length > 0)) continue;
    notice(`TACA: no prompt says "${phrase}"; its temperature has no effect.`);
  }
}

/** Before noise is drawn: a picture that is far too large would take its time and memory first. */
function requireKnownPicture({ family, config }: ModelValue, latent: Tensor): void {
  if (family !== 'sd3') return;
  const [rows, columns] = [dim(latent, 2), dim(latent, 3)].map((n) => Math.ceil(n / config.patch));
  requireKnownSize(config, rows ?? 0, columns ?? 0);
}

function checkLevels(sigmas: Float32Array): void {
  const wrong = sigmas.find((sigma) => !(sigma >= 0 && sigma <= 1));
  if (wrong !== undefined) {
    throw new UserError(
      'sigmas_out_of_range',
      `A noise level is ${wrong}; those of this model lie between 1 (noise alone) and 0 (the picture).`,
      'Set sigma_max to 1 at most, or take the levels from a BasicScheduler.',
    );
  }
  if (sigmas.indexOf(0) === -1 || sigmas.indexOf(0) === sigmas.length - 1) return;
  throw new UserError(
    'sigmas_zero',
    'A noise level of 0, the finished picture, stands before the last: no step leads on from it.',
    'Leave it out, or set sigma_min above 0.',
  );
}

function noised(picture: Tensor, noise: Tensor, sigma: number): Tensor {
  return map(noise, (value, i) => sigma * value + (1 - sigma) * (picture.data[i] as number));
}

function freshNoise(seed: bigint, like: Tensor): Tensor {
  return { data: new TorchGenerator(seed + 1n).normal(like.data.length), shape: like.shape };
}

function badStep(sampler: string): UserError {
  return new UserError(
    'not_finite',
    `${sampler} cannot step between these noise levels: its last latent is no finite number.`,
    'Choose another sampler, such as euler, or levels that fall without repeating.',
  );
}

/** Stops at the first prediction that holds NaN or infinity, instead of a black picture at the end. */
function finiteOnly(denoise: Denoiser, step: () => number, steps: number): Denoiser {
  return async (x, sigma) => {
    const denoised = await denoise(x, sigma);
    if (allFinite(denoised)) return denoised;
    throw new UserError(
      'not_finite',
      `In step ${step() + 1} of ${steps} the model's prediction is no longer a finite number.`,
      'Lower the guidance (cfg), TACA temperature or LoRA strength; if it happens with all of them plain, the weights or the device are at fault: try the CPU.',
    );
  };
}
