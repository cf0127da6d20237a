import { combo, defineNode, float, socket } from '../graph/definition.ts';

const scale = (tooltip: string) =>
  float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01, tooltip });

export const dualCfgGuider = defineNode({
  id: 'DualCFGGuider',
  title: 'Dual CFG Guider',
  category: 'model/sampling/guiders',
  description:
    'Goes from the negative prompt over a second one to the first, each way by a cfg of its own.',
  inputs: {
    model: socket('MODEL'),
    cond1: socket('CONDITIONING', { tooltip: 'Where to go.' }),
    cond2: socket('CONDITIONING', { tooltip: 'What lies between.' }),
    negative: socket('CONDITIONING', { tooltip: 'What to go away from.' }),
    cfg_conds: scale('How far to go from the second prompt to the first.'),
    cfg_cond2_negative: scale('How far to go from the negative to the second prompt.'),
    style: combo(['regular', 'nested'], {
      tooltip: 'nested: the second way starts from what the first gives.',
    }),
  },
  outputs: { GUIDER: 'GUIDER' },
  run: ({ model, cond1, cond2, negative, cfg_conds, cfg_cond2_negative, style }) => ({
    GUIDER: {
      model,
      positive: cond1,
      negative,
      cfg: cfg_conds,
      third: {
        prompt: cond2,
        role: {
          kind: 'between',
          cfgFromNegative: cfg_cond2_negative,
          nested: style === 'nested',
        },
      },
    },
  }),
});
