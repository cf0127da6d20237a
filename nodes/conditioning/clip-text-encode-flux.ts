import { defineNode, float, socket, string } from '../graph/definition.ts';
import { encodePrompt } from './encode-prompt.ts';

const prompt = (tooltip: string) => string({ multiline: true, dynamicPrompts: true, tooltip });

export const clipTextEncodeFlux = defineNode({
  id: 'CLIPTextEncodeFlux',
  title: 'CLIPTextEncodeFlux',
  category: 'model/conditioning/flux',
  description: 'A prompt of its own for each text encoder of FLUX, and how strongly to follow it.',
  inputs: {
    clip: socket('CLIP'),
    clip_l: prompt('What CLIP-L reads.'),
    t5xxl: prompt('What T5 reads.'),
    guidance: float({ default: 3.5, min: 0, max: 100, step: 0.1 }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  cache: 'disk',
  async run({ clip, clip_l, t5xxl, guidance }, context) {
    const texts = { clipL: clip_l, clipG: clip_l, t5: t5xxl };
    return { CONDITIONING: [{ ...(await encodePrompt(clip, texts, context)), guidance }] };
  },
});
