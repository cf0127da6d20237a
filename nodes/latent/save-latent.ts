import { defineNode, socket, string } from '../graph/definition.ts';
import { stringifyJson } from '../graph/json.ts';
import { encodeLatentFile } from './latent-file.ts';

export const saveLatent = defineNode({
  id: 'SaveLatent',
  title: 'Save Latent',
  category: 'latent',
  description: 'Saves a latent in the output folder, with the workflow inside.',
  inputs: { samples: socket('LATENT'), filename_prefix: string({ default: 'latents/ComfyUI' }) },
  outputs: {},
  outputNode: true,
  async run({ samples, filename_prefix }, context) {
    const { files, metadata } = context;
    const texts = Object.entries({ prompt: metadata.prompt, ...metadata.extraPngInfo });
    const header = Object.fromEntries(texts.map(([key, value]) => [key, stringifyJson(value)]));
    const path = files.reserve('output', filename_prefix, 'latent');
    await path.write(encodeLatentFile(samples.samples, header));
    const { filename, subfolder, type } = path;
    context.show({ latents: [{ filename, subfolder, type }] });
    return {};
  },
});
