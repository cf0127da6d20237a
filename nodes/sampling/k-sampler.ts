import { combo, defineNode, float, int, seed, socket } from '../graph/definition.ts';
import type { ModelValue } from '../models.ts';
import type { NoiseLevels } from './noise-levels.ts';
import { randomNoise } from './noise-source.ts';
import { sampleLatent } from './sample-latent.ts';
import {
  samplerByName,
  samplerNames,
  wantsPenultimateDropped,
  type SamplerName,
} from './samplers/index.ts';
import { scheduleNames, sigmasFor, type ScheduleName } from './schedules/index.ts';

export const kSampler = defineNode({
  id: 'KSampler',
  title: 'KSampler',
  category: 'model/sampling',
  description: 'Turns noise into a latent picture, step by step, as the prompts ask.',
  searchAliases: ['sample', 'generate', 'denoise', 'txt2img', 'img2img'],
  inputs: {
    model: socket('MODEL', { tooltip: 'The transformer that predicts the picture.' }),
    seed: seed({ tooltip: 'Which noise to start from: the same seed gives the same picture.' }),
    steps: int({
      default: 20,
      min: 1,
      max: 10_000,
      tooltip: 'More steps follow the model closer.',
    }),
    cfg: float({
      default: 8,
      min: 0,
      max: 100,
      step: 0.1,
      round: 0.01,
      tooltip:
        'How far to go from the negative prompt towards the positive; 1 leaves the negative out.',
    }),
    sampler_name: combo(samplerNames, { tooltip: 'How a step is computed.' }),
    scheduler: combo(scheduleNames, { tooltip: 'How the noise levels of the steps are spaced.' }),
    positive: socket('CONDITIONING', { tooltip: 'What the picture should show.' }),
    negative: socket('CONDITIONING', { tooltip: 'What it should not.' }),
    latent_image: socket('LATENT', {
      tooltip: 'The latent to start from; an empty one gives the size.',
    }),
    denoise: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'How much of the latent is made anew: below 1 its structure stays.',
    }),
  },
  outputs: { LATENT: 'LATENT' },
  noiseLevels: levelsOf,
  async run(inputs, context) {
    const { model, seed, cfg, sampler_name, positive, negative, latent_image: latent } = inputs;
    const { output } = await sampleLatent(
      {
        ...levelsOf(inputs),
        guider: { model, positive, negative, cfg },
        noise: randomNoise(seed),
        sampler: samplerByName(sampler_name),
        latent,
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
  readonly denoise: number;
}

function levelsOf({ model, steps, sampler_name, scheduler, denoise }: LevelInputs): NoiseLevels {
  const dropsPenultimate = wantsPenultimateDropped(sampler_name);
  const sigmas = sigmasFor(model.sampling, scheduler, steps, { denoise, dropsPenultimate });
  return { model, sigmas };
}
