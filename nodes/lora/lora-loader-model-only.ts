import { defineNode, modelFile, socket } from '../graph/definition.ts';
import { fingerprint } from '../loaders/fingerprint.ts';
import { loraStrength } from './lora-strength.ts';
import { withModelLora } from './with-lora.ts';

export const loraLoaderModelOnly = defineNode({
  id: 'LoraLoaderModelOnly',
  title: 'Load LoRA',
  category: 'model/loaders',
  description: 'Adds a LoRA to the transformer alone, on in every step.',
  searchAliases: ['lora'],
  inputs: {
    model: socket('MODEL'),
    lora_name: modelFile('loras'),
    strength_model: loraStrength('How strongly the transformer is changed; may be negative.'),
  },
  outputs: { MODEL: 'MODEL' },
  fingerprint: ({ lora_name }, { files }) => fingerprint('loras', lora_name, files),
  run: ({ model, lora_name, strength_model }, context) => ({
    MODEL: withModelLora(model, lora_name, strength_model, { unit: 'always' }, context),
  }),
});
