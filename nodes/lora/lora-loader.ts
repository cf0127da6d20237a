import { defineNode, modelFile, socket } from '../graph/definition.ts';
import { fingerprint } from '../loaders/fingerprint.ts';
import { loraStrength } from './lora-strength.ts';
import { withLora } from './with-lora.ts';

export const loraLoader = defineNode({
  id: 'LoraLoader',
  title: 'Load LoRA (Model and CLIP)',
  category: 'model/loaders',
  description:
    'Adds a LoRA to the transformer and the text encoders. Several may follow one another; their effects add up.',
  searchAliases: ['lora'],
  inputs: {
    model: socket('MODEL'),
    clip: socket('CLIP'),
    lora_name: modelFile('loras'),
    strength_model: loraStrength('How strongly the transformer is changed; may be negative.'),
    strength_clip: loraStrength('How strongly the text encoders are changed; may be negative.'),
  },
  outputs: { MODEL: 'MODEL', CLIP: 'CLIP' },
  fingerprint: ({ lora_name }, { files }) => fingerprint('loras', lora_name, files),
  run({ model, clip, lora_name, strength_model, strength_clip }, context) {
    const strengths = { model: strength_model, clip: strength_clip };
    const patched = withLora({ model, clip }, lora_name, strengths, context);
    return { MODEL: patched.model, CLIP: patched.clip };
  },
});
