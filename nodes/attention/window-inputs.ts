/** The inputs by which a node asks for a window, for TACA and for scheduled LoRAs alike. */
import { combo, float, int } from '../graph/definition.ts';

export const windowInputs = {
  mode: combo(['share', 'steps', 'timestep', 'always'], {
    default: 'share',
    tooltip:
      'What ends the window: a share of the steps, a count of steps or a timestep. Each uses its own values below.',
  }),
  start: float({
    default: 0,
    min: 0,
    max: 1,
    step: 0.01,
    tooltip: 'share: the window starts here',
  }),
  end: float({ default: 0.1, min: 0, max: 1, step: 0.01, tooltip: 'share: the window ends here' }),
  steps: int({ default: 3, min: 0, max: 10_000, tooltip: 'steps: on in so many first steps' }),
  timestep: float({
    default: 970,
    min: 0,
    max: 1000,
    step: 1,
    tooltip: 'timestep: on while the timestep (1000 to 0) is at or above this',
  }),
};
