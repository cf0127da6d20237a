import { UserError } from '../errors.ts';
import { combo, defineNode, float, socket, string } from '../graph/definition.ts';
import { TACA_SHAPES } from '../graph/schedule/temperature.ts';
import { windowOf, windowProblem } from '../graph/schedule/window-values.ts';
import {
  GREATEST_TEMPERATURE,
  LEAST_TEMPERATURE,
  parseWordTemperatures,
} from '../graph/schedule/word-temperatures.ts';
import { parseBlocks } from './block-list.ts';
import { windowInputs } from './window-inputs.ts';

export const tacaAttention = defineNode({
  id: 'TACAAttention',
  title: 'TACA Attention',
  category: 'TACA',
  description:
    'Sharpens how image tokens attend to the text while the layout forms: their attention logits on text are multiplied by a temperature in the window.',
  searchAliases: ['temperature', 'cross-modal attention'],
  inputs: {
    model: socket('MODEL'),
    temperature: float({
      default: 1.2,
      min: LEAST_TEMPERATURE,
      max: GREATEST_TEMPERATURE,
      step: 0.01,
      tooltip: '1 changes nothing; the paper uses 1.2',
    }),
    ...windowInputs,
    shape: combo(TACA_SHAPES, {
      default: 'constant',
      tooltip: 'How the temperature goes to 1 within the window',
    }),
    blocks: string({ default: 'all', tooltip: 'all, or blocks from 0: 0-3,7' }),
    words: string({
      multiline: true,
      optional: true,
      tooltip:
        'Phrases of the prompt with a temperature of their own, a line each: red circle: 1.4',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  validate({ blocks, words, ...window }) {
    return (
      problemOf('blocks', () => parseBlocks(blocks ?? 'all')) ??
      problemOf('words', () => parseWordTemperatures(words ?? '')) ??
      windowProblem(window)
    );
  },
  run({ model, temperature, shape, blocks: list, words: lines, ...window }) {
    const blocks = parseBlocks(list);
    const words = parseWordTemperatures(lines);
    const beyond = blocks?.find((block) => block >= model.config.depth);
    if (beyond !== undefined) {
      throw new UserError(
        'taca_blocks',
        `There is no block ${beyond}: this model has ${model.config.depth}.`,
        `Choose blocks from 0 to ${model.config.depth - 1}, or "all".`,
      );
    }
    return {
      MODEL: {
        ...model,
        taca: { gamma: temperature, window: windowOf(window), shape, blocks, words },
      },
    };
  },
});

/** What `parse` says is wrong, as a validation message; null when nothing is. */
function problemOf(input: string, parse: () => unknown): string | null {
  try {
    parse();
    return null;
  } catch (error) {
    return `${input} - ${(error as RangeError).message}`;
  }
}
