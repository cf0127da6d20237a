import { combo, defineNode } from '../graph/definition.ts';
import { samplerByName, samplerNames } from './samplers/index.ts';

export const kSamplerSelect = defineNode({
  id: 'KSamplerSelect',
  title: 'KSamplerSelect',
  category: 'model/sampling/samplers',
  description: 'Chooses how a sampling step is computed.',
  inputs: { sampler_name: combo(samplerNames) },
  outputs: { SAMPLER: 'SAMPLER' },
  run: ({ sampler_name }) => ({ SAMPLER: samplerByName(sampler_name) }),
});
