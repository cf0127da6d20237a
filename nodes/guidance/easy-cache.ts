import { defineNode } from '../graph/definition.ts';
import { withGuidance } from './model-guidance.ts';
import { reuseInputs } from './reuse-inputs.ts';

export const easyCache = defineNode({
  id: 'EasyCache',
  title: 'EasyCache',
  category: 'advanced/debug',
  description:
    'Faster sampling: steps that would change little reuse what the model said before. Never within TACA’s window.',
  searchAliases: ['speed', 'cache', 'faster', 'teacache', 'skip steps'],
  experimental: true,
  inputs: reuseInputs,
  outputs: { MODEL: 'MODEL' },
  run: ({ model, reuse_threshold: threshold, start_percent: start, end_percent: end }) => ({
    MODEL: withGuidance(model, { reuse: { kind: 'EasyCache', threshold, start, end } }),
  }),
});
