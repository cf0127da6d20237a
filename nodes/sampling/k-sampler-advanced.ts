import { combo, defineNode, float, int, seed, socket } from '../graph/definition.ts';
import type { ModelValue } from '../models.ts';
import type { NoiseLevels } from './noise-levels.ts';
import { noNoise, randomNoise } from './noise-source.ts';
import { sampleLatent } from './sample-latent.ts';
import {
  samplerByName,
  samplerNames,
  wantsPenultimateDropped,
  type SamplerName,
} from './samplers/index.ts';
import { scheduleNames, sigmasFor, type ScheduleName } from './schedules/index.ts';
import { stepRange } from './sigma-lists.ts';

export const kSamplerAdvanced = defineNode({
  id: 'KSamplerAdvanced',
  title: 'KSampler (Advanced)',
  category: 'model/sampling',
  description:
    'Runs some of the steps of a schedule: several of them can hand a latent on from one to the next.',
  searchAliases: ['sample', 'refine', 'steps range'],
  inputs: {
    model: socket('MODEL'),
    add_noise: combo(['enable', 'disable'], { advanced: true }),
    noise_seed: seed(),
    steps: int({ default: 20, min: 1, max: 10_000 }),
    cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
    sampler_name: combo(samplerNames),
    scheduler: combo(scheduleNames),
    positive: socket('CONDITIONING'),
    negative: socket('CONDITIONING'),
    latent_image: socket('LATENT'),
    start_at_step: int({ default: 0, min: 0, max: 10_000, advanced: true }),
    end_at_step: int({ default: 10_000, min: 0, max: 10_000, advanced: true }),
    return_with_leftover_noise: combo(['disable', 'enable'], { advanced: true }),
  },
  outputs: { LATENT: 'LATENT' },
  noiseLevels: levelsOf,
  async run(inputs, context) {
    const { model, add_noise, noise_seed, cfg, sampler_name, positive, negative } = inputs;
    const random = randomNoise(noise_seed);
    const { output } = await sampleLatent(
      {
        ...levelsOf(inputs),
        guider: { model, positive, negative, cfg },
        noise: add_noise === 'enable' ? random : { ...noNoise, seed: noise_seed },
        sampler: samplerByName(sampler_name),
        latent: inputs.latent_image,
      },
      context,
    );
    return { LATENT: output };
  },
});

interface LevelInputs {
  readonly model: ModelValue;
  readonly steps: number;
  readonly sampler_name: SamplerName;
  readonly scheduler: ScheduleName;
  readonly start_at_step: number;
  readonly end_at_step: number;
  readonly return_with_leftover_noise: 'disable' | 'enable';
}

function levelsOf({ model, steps, sampler_name, scheduler, ...range }: LevelInputs): NoiseLevels {
  const dropsPenultimate = wantsPenultimateDropped(sampler_name);
  const whole = sigmasFor(model.sampling, scheduler, steps, { dropsPenultimate });
  const sigmas = stepRange(whole, {
    start: range.start_at_step,
    end: range.end_at_step,
    keepNoise: range.return_with_leftover_noise === 'enable',
  });
  return { model, sigmas, part: { firstStep: range.start_at_step, steps: whole.length - 1 } };
}
