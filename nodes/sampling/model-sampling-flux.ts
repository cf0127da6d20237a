import { defineNode, float, int, socket } from '../graph/definition.ts';
import { fluxSampling } from './flow.ts';
import { fluxMu } from './flux-mu.ts';

export const modelSamplingFlux = defineNode({
  id: 'ModelSamplingFlux',
  title: 'ModelSamplingFlux',
  category: 'model/patch/flux',
  description:
    "Shifts noise levels by the picture's size, as FLUX dev was trained. Without it they are those of 1024 x 1024.",
  inputs: {
    model: socket('MODEL'),
    max_shift: float({ default: 1.15, min: 0, max: 100, step: 0.01, advanced: true }),
    base_shift: float({ default: 0.5, min: 0, max: 100, step: 0.01, advanced: true }),
    width: int({ default: 1024, min: 16, max: 16_384, step: 8 }),
    height: int({ default: 1024, min: 16, max: 16_384, step: 8 }),
  },
  outputs: { MODEL: 'MODEL' },
  run({ model, max_shift, base_shift, width, height }) {
    const { multiplier } = model.sampling;
    const sampling = fluxSampling(fluxMu(width, height, base_shift, max_shift));
    return { MODEL: { ...model, sampling: { ...sampling, multiplier } } };
  },
});
