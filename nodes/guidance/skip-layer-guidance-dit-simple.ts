import { defineNode, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';
import { namedBlocks } from './named-blocks.ts';
import { percentInputs } from './percent-inputs.ts';
import { layerInputs } from './skip-inputs.ts';

export const skipLayerGuidanceDitSimple = defineNode({
  id: 'SkipLayerGuidanceDiTSimple',
  title: 'SkipLayerGuidanceDiTSimple',
  category: 'advanced/guidance',
  description:
    'Skips some layers in the negative pass, which costs no further pass. Needs a cfg other than 1.',
  searchAliases: ['slg', 'skip layers', 'anatomy', 'structure'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    ...layerInputs('the negative pass'),
    ...percentInputs(0, 1),
  },
  outputs: { MODEL: 'MODEL' },
  run({ model, double_layers, single_layers, start_percent: start, end_percent: end }, context) {
    const blocks = namedBlocks(model, double_layers, single_layers, context);
    return {
      MODEL: withRule(model, { kind: 'negativeSkipsLayers', during: { start, end }, blocks }),
    };
  },
});
