import { defineNode, float, socket } from '../graph/definition.ts';

export const modelSamplingSd3 = defineNode({
  id: 'ModelSamplingSD3',
  title: 'ModelSamplingSD3',
  category: 'model/patch/stable diffusion',
  description:
    'Sets how far noise levels are shifted upwards: larger pictures need more. SD3 and SD3.5 come with 3.',
  inputs: { model: socket('MODEL'), shift: float({ default: 3, min: 0, max: 100, step: 0.01 }) },
  outputs: { MODEL: 'MODEL' },
  run: ({ model, shift }) => ({ MODEL: { ...model, sampling: { ...model.sampling, shift } } }),
});
