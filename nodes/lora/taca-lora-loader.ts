import { windowInputs } from '../attention/window-inputs.ts';
import { combo, defineNode, modelFile, socket } from '../graph/definition.ts';
import { windowOf, windowProblem } from '../graph/schedule/window-values.ts';
import { fingerprint } from '../loaders/fingerprint.ts';
import { loraStrength } from './lora-strength.ts';
import { withModelLora } from './with-lora.ts';

export const tacaLoraLoader = defineNode({
  id: 'TACALoraLoader',
  title: 'Load TACA LoRA',
  category: 'TACA',
  description:
    'Adds a LoRA to the transformer that is on only in a window of the steps: as long as TACA, or a window of its own.',
  searchAliases: ['scheduled lora', 'lora schedule'],
  inputs: {
    model: socket('MODEL'),
    lora_name: modelFile('loras'),
    strength: loraStrength('How strongly the transformer is changed within the window.'),
    ...windowInputs,
    mode: combo(['follow_taca', 'share', 'steps', 'timestep', 'always'], {
      default: 'follow_taca',
      tooltip:
        'follow_taca: on exactly while the TACA of this model is (without TACA: in the first tenth of the steps). The others are windows of its own, with the values below.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  fingerprint: ({ lora_name }, { files }) => fingerprint('loras', lora_name, files),
  validate: ({ mode, ...window }) =>
    mode === undefined || mode === 'follow_taca' ? null : windowProblem({ mode, ...window }),
  run({ model, lora_name, strength, mode, ...values }, context) {
    const window = mode === 'follow_taca' ? 'taca' : windowOf({ mode, ...values });
    return { MODEL: withModelLora(model, lora_name, strength, window, context) };
  },
});
