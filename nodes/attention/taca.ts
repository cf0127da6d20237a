import { rowsSaying, type Words } from '../conditioning/words.ts';
import { gammaAt, type TemperatureSchedule } from '../graph/schedule/temperature.ts';
import { isOn, type StepPosition } from '../graph/schedule/window.ts';
import type { WordTemperature } from '../graph/schedule/word-temperatures.ts';
import type { Tensor } from '../tensor.ts';

/** TACA on a model: which temperature, when, in which blocks. Lv et al. 2025, arXiv 2506.07986. */
export interface Taca extends TemperatureSchedule {
  /** Joint blocks it acts in (0-based); null: all. */
  readonly blocks: readonly number[] | null;
  /** Phrases with a temperature of their own in the place of `gamma`; of several on one word the last holds. */
  readonly words: readonly WordTemperature[];
}

/**
 * The temperature of every block as the transformer takes it: [depth, 1, 1, 1], or where phrases have their own
 * [depth, batch, text tokens, 1]; null where it is 1 throughout.
 * @param depth the transformer's joint blocks
 * @param words what the text tokens of each item of the batch stand for
 * @param tokens text tokens
 */
export function blockGammas(
  taca: Taca | null,
  position: StepPosition,
  depth: number,
  words: readonly (Words | null)[],
  tokens: number,
): Tensor | null {
  if (!taca || !isOn(taca.window, position)) return null;
  const gamma = gammaAt(taca, position);
  const own = taca.words.flatMap((word) => {
    const value = gammaAt({ ...taca, gamma: word.gamma }, position);
    return words.flatMap((item, i) =>
      item ? rowsSaying(item, word.phrase).map((row) => [i * tokens + row, value] as const) : [],
    );
  });
  if (own.length === 0 && gamma === 1) return null;
  const row = new Float32Array(own.length === 0 ? 1 : words.length * tokens).fill(gamma);
  for (const [at, value] of own) row[at] = value;

  const data = new Float32Array(depth * row.length).fill(1);
  const all = Array.from({ length: depth }, (_, block) => block);
  for (const block of taca.blocks ?? all) data.set(row, block * row.length);
  return {
    data,
    shape: own.length === 0 ? [depth, 1, 1, 1] : [depth, words.length, tokens, 1],
  };
}
