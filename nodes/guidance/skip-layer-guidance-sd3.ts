import { defineNode, socket, string } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';
import { namedBlocks } from './named-blocks.ts';
import { percentInputs } from './percent-inputs.ts';
import { skipScale } from './skip-inputs.ts';

export const skipLayerGuidanceSd3 = defineNode({
  id: 'SkipLayerGuidanceSD3',
  title: 'SkipLayerGuidanceSD3',
  category: 'advanced/guidance',
  description:
    'Better anatomy: a further pass without some layers shows what to keep away from. 7, 8, 9 are made for SD3.5 medium.',
  searchAliases: ['slg', 'skip layers', 'anatomy', 'hands'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    layers: string({
      default: '7, 8, 9',
      tooltip: 'Joint layers that the further pass skips, from 0.',
      advanced: true,
    }),
    scale: skipScale,
    ...percentInputs(0.01, 0.15),
  },
  outputs: { MODEL: 'MODEL' },
  run({ model, layers, scale, start_percent: start, end_percent: end }, context) {
    const blocks = namedBlocks(model, layers, '', context);
    const rule = {
      kind: 'skipLayers',
      during: { start, end },
      blocks,
      scale,
      rescaling: 0,
    } as const;
    return { MODEL: withRule(model, rule) };
  },
});
