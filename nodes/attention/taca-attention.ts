import { UserError } from '../errors.ts';
import { combo, defineNode, float, socket, string } from '../graph/definition.ts';
import { parseBlocks } from './block-list.ts';
import { TACA_SHAPES } from './taca.ts';
import { windowInputs, windowOf, windowProblem } from './window-inputs.ts';

export const tacaAttention = defineNode({
  id: 'TACAAttention',
  title: 'TACA Attention',
  category: 'attention',
  description:
    'Sharpens how image tokens attend to the text while the layout forms: their attention logits on text are multiplied by a temperature in the window.',
  searchAliases: ['temperature', 'cross-modal attention'],
  inputs: {
    model: socket('MODEL'),
    temperature: float({
      default: 1.2,
      min: 0,
      max: 5,
      step: 0.01,
      tooltip: '1 changes nothing; the paper uses 1.2',
    }),
    ...windowInputs,
    shape: combo(TACA_SHAPES, {
      default: 'constant',
      tooltip: 'How the temperature goes to 1 within the window',
    }),
    blocks: string({ default: 'all', tooltip: 'all, or blocks from 0: 0-3,7' }),
  },
  outputs: { MODEL: 'MODEL' },
  validate({ blocks, ...window }) {
    try {
      if (blocks !== undefined) parseBlocks(blocks);
    } catch (error) {
      return `blocks - ${(error as RangeError).message}`;
    }
    return windowProblem(window);
  },
  run({ model, temperature, shape, blocks: text, ...window }) {
    const blocks = parseBlocks(text);
    const beyond = blocks?.find((block) => block >= model.config.depth);
    if (beyond !== undefined) {
      throw new UserError(
        'taca_blocks',
        `There is no block ${beyond}: this model has ${model.config.depth}.`,
        `Choose blocks from 0 to ${model.config.depth - 1}, or "all".`,
      );
    }
    return {
      MODEL: { ...model, taca: { gamma: temperature, window: windowOf(window), shape, blocks } },
    };
  },
});
