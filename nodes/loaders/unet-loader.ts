import { combo, defineNode, modelFile } from '../graph/definition.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { modelValue } from './checkpoint.ts';
import { fingerprint } from './fingerprint.ts';
import { precisionOf, WEIGHT_DTYPES } from './weight-dtype.ts';

export const unetLoader = defineNode({
  id: 'UNETLoader',
  title: 'Load Diffusion Model',
  category: 'model/loaders',
  description:
    'Loads a diffusion transformer alone; text encoders and VAE come from loaders of their own.',
  inputs: {
    unet_name: modelFile('diffusion_models'),
    weight_dtype: combo(WEIGHT_DTYPES, {
      advanced: true,
      tooltip:
        'How weights are kept. default: the best that fits the memory. fp8: 8 bit (fast: with 8 bit products, on the CPU). fp32, fp16 (graphics cards), int8 and int4; w8a8 and w4a8 multiply in 8 bit, on the CPU.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  fingerprint: ({ unet_name }, { files }) => fingerprint('diffusion_models', unet_name, files),
  run({ unet_name, weight_dtype }, context) {
    const transformer = openTransformer(context.files.model('diffusion_models', unet_name));
    const precision = precisionOf(weight_dtype, context.device);
    return { MODEL: { ...modelValue(transformer), precision } };
  },
});
