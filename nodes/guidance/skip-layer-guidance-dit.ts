import { defineNode, float, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';
import { namedBlocks } from './named-blocks.ts';
import { percentInputs } from './percent-inputs.ts';
import { layerInputs, skipScale } from './skip-inputs.ts';

export const skipLayerGuidanceDit = defineNode({
  id: 'SkipLayerGuidanceDiT',
  title: 'SkipLayerGuidanceDiT',
  category: 'advanced/guidance',
  description:
    'Better structure: a further pass without some layers shows what to keep away from. For FLUX and SD3.',
  searchAliases: ['slg', 'skip layers', 'anatomy', 'structure'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    ...layerInputs('the further pass'),
    scale: skipScale,
    ...percentInputs(0.01, 0.15),
    rescaling_scale: float({
      default: 0,
      min: 0,
      max: 10,
      step: 0.01,
      tooltip: 'How far the contrast goes back to that of the positive prompt.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  run(
    { model, double_layers, single_layers, scale, rescaling_scale: rescaling, ...rest },
    context,
  ) {
    const during = { start: rest.start_percent, end: rest.end_percent };
    const blocks = namedBlocks(model, double_layers, single_layers, context);
    return { MODEL: withRule(model, { kind: 'skipLayers', during, blocks, scale, rescaling }) };
  },
});
