import { defineNode, socket, string } from '../graph/definition.ts';
import { encodePrompt } from './encode-prompt.ts';

export const clipTextEncode = defineNode({
  id: 'CLIPTextEncode',
  title: 'CLIP Text Encode (Prompt)',
  category: 'model/conditioning',
  description: 'Turns a prompt into what the model reads. (word:1.2) makes a word count more.',
  searchAliases: ['prompt', 'text', 'positive', 'negative'],
  inputs: {
    text: string({ multiline: true, dynamicPrompts: true, tooltip: 'What to draw.' }),
    clip: socket('CLIP', { tooltip: 'The text encoders that read it.' }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  cache: 'disk',
  run: async ({ text, clip }, context) => ({
    CONDITIONING: [await encodePrompt(clip, text, context)],
  }),
});
