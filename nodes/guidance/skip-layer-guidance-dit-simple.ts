import { defineNode, socket, string } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';
import { namedBlocks } from './named-blocks.ts';
import { percentInputs } from './percent-inputs.ts';

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
    double_layers: string({
      default: '7, 8, 9',
      tooltip: 'Joint (double) layers that the negative pass skips, from 0.',
      advanced: true,
    }),
    single_layers: string({
      default: '7, 8, 9',
      tooltip: 'FLUX’s single layers that it skips, from 0; SD3 has none.',
      advanced: true,
    }),
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
