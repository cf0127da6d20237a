import { combo, defineNode, float, int, socket } from '../graph/definition.ts';
import { scheduleNames, sigmasFor } from './schedules/index.ts';

export const basicScheduler = defineNode({
  id: 'BasicScheduler',
  title: 'BasicScheduler',
  category: 'model/sampling/schedulers',
  description: "Spaces the steps' noise levels over a model's range.",
  inputs: {
    model: socket('MODEL'),
    scheduler: combo(scheduleNames),
    steps: int({ default: 20, min: 1, max: 10_000 }),
    denoise: float({ default: 1, min: 0, max: 1, step: 0.01 }),
  },
  outputs: { SIGMAS: 'SIGMAS' },
  run: ({ model, scheduler, steps, denoise }) => ({
    SIGMAS: sigmasFor(model.sampling, scheduler, steps, { denoise }),
  }),
});
