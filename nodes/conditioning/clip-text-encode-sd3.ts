import { combo, defineNode, socket, string } from '../graph/definition.ts';
import { encodePrompt } from './encode-prompt.ts';

const prompt = (tooltip: string) => string({ multiline: true, dynamicPrompts: true, tooltip });

export const clipTextEncodeSd3 = defineNode({
  id: 'CLIPTextEncodeSD3',
  title: 'CLIP Text Encode (SD3)',
  category: 'model/conditioning/stable diffusion',
  description: 'A prompt of its own for each text encoder of SD3.',
  inputs: {
    clip: socket('CLIP'),
    clip_l: prompt('What CLIP-L reads.'),
    clip_g: prompt('What CLIP-G reads.'),
    t5xxl: prompt('What T5 reads.'),
    empty_padding: combo(['none', 'empty_prompt'], {
      advanced: true,
      tooltip: 'Whether an empty text is left out or encoded as an empty prompt.',
    }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  cache: 'disk',
  async run({ clip, clip_l, clip_g, t5xxl, empty_padding }, context) {
    const leaveOut = empty_padding === 'none';
    const noClip = leaveOut && clip_l === '' && clip_g === '';
    const texts = {
      clipL: noClip ? null : clip_l,
      clipG: noClip ? null : clip_g,
      t5: leaveOut && t5xxl === '' ? null : t5xxl,
    };
    return { CONDITIONING: [await encodePrompt(clip, texts, context)] };
  },
});
