import { boolean, float, socket } from '../graph/definition.ts';
import { percentInputs } from './percent-inputs.ts';

/** What EasyCache and LazyCache ask for alike. */
export const reuseInputs = {
  model: socket('MODEL'),
  reuse_threshold: float({
    default: 0.2,
    min: 0,
    max: 3,
    step: 0.01,
    tooltip:
      'How much change may add up before the model is asked again: higher is faster and less exact.',
    advanced: true,
  }),
  ...percentInputs(0.15, 0.95, 0.01),
  verbose: boolean({
    default: false,
    tooltip: 'Kept for workflows of ComfyUI: what was saved is always told.',
    advanced: true,
  }),
};
