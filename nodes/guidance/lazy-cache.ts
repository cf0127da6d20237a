import { defineNode } from '../graph/definition.ts';
import { withGuidance } from './model-guidance.ts';
import { reuseInputs } from './reuse-inputs.ts';

export const lazyCache = defineNode({
  id: 'LazyCache',
  title: 'LazyCache',
  category: 'advanced/debug',
  description:
    'Like EasyCache, but reuses the guided result of a step instead of the model’s answers. EasyCache is mostly better. Never within TACA’s window.',
  searchAliases: ['speed', 'cache', 'faster', 'skip steps'],
  experimental: true,
  inputs: reuseInputs,
  outputs: { MODEL: 'MODEL' },
  run: ({ model, reuse_threshold: threshold, start_percent: start, end_percent: end }) => ({
    MODEL: withGuidance(model, { reuse: { kind: 'LazyCache', threshold, start, end } }),
  }),
});
