import { defineNode, float, int, socket } from '../graph/definition.ts';
import { betaLevels } from './schedules/beta.ts';

const problem = (name: string, value: number | undefined) =>
  value === 0 ? `${name} - the beta distribution needs a value above 0` : null;

export const betaSamplingScheduler = defineNode({
  id: 'BetaSamplingScheduler',
  title: 'BetaSamplingScheduler',
  category: 'model/sampling/schedulers',
  description:
    'Noise levels at the quantiles of a beta distribution: both below 1, and the steps are dense at both ends.',
  inputs: {
    model: socket('MODEL'),
    steps: int({ default: 20, min: 1, max: 10_000 }),
    alpha: float({ default: 0.6, min: 0, max: 50, step: 0.01, advanced: true }),
    beta: float({ default: 0.6, min: 0, max: 50, step: 0.01, advanced: true }),
  },
  outputs: { SIGMAS: 'SIGMAS' },
  validate: ({ alpha, beta }) => problem('alpha', alpha) ?? problem('beta', beta),
  run: ({ model, steps, alpha, beta }) => ({
    SIGMAS: Float32Array.from(betaLevels(model.sampling, steps, alpha, beta)),
  }),
});
