import { combo, defineNode, modelFile } from '../graph/definition.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { modelValue } from './checkpoint.ts';
import { fingerprint } from './fingerprint.ts';

export const unetLoader = defineNode({
  id: 'UNETLoader',
  title: 'Load Diffusion Model',
  category: 'model/loaders',
  description:
    'Loads a diffusion transformer alone; text encoders and VAE come from loaders of their own.',
  inputs: {
    unet_name: modelFile('diffusion_models'),
    weight_dtype: combo(['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'], {
      advanced: true,
      tooltip: 'Weights are used as the file stores them, whatever is chosen here.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  fingerprint: ({ unet_name }, { files }) => fingerprint('diffusion_models', unet_name, files),
  run({ unet_name, weight_dtype }, context) {
    if (weight_dtype !== 'default') {
      context.notice(
        `weight_dtype ${weight_dtype} has no effect: weights are used as the file stores them.`,
      );
    }
    return {
      MODEL: modelValue(openTransformer(context.files.model('diffusion_models', unet_name))),
    };
  },
});
