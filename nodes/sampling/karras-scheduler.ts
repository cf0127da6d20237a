import { defineNode, float, int } from '../graph/definition.ts';
import { karrasLevels } from './schedules/power.ts';

export const karrasScheduler = defineNode({
  id: 'KarrasScheduler',
  title: 'KarrasScheduler',
  category: 'model/sampling/schedulers',
  description:
    'Noise levels by Karras et al. with limits of your own; flow models go from 1 to about 0.003.',
  inputs: {
    steps: int({ default: 20, min: 1, max: 10_000 }),
    sigma_max: float({ default: 14.614642, min: 0, max: 5000, step: 0.01, advanced: true }),
    sigma_min: float({ default: 0.0291675, min: 0, max: 5000, step: 0.01, advanced: true }),
    rho: float({ default: 7, min: 0, max: 100, step: 0.01, advanced: true }),
  },
  outputs: { SIGMAS: 'SIGMAS' },
  validate: ({ rho }) => (rho === 0 ? 'rho - must be above 0' : null),
  run: ({ steps, sigma_max, sigma_min, rho }) => ({
    SIGMAS: Float32Array.from(karrasLevels(steps, sigma_min, sigma_max, rho)),
  }),
});
