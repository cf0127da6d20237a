import type { SeedControl } from '../../../nodes/graph/document/types.ts';
import { simplest, type Numeric } from './arithmetic.ts';
import { stepped, type NumberRange } from './number-value.ts';

export const SEED_CONTROLS: readonly SeedControl[] = [
  'fixed',
  'increment',
  'decrement',
  'randomize',
];

/** @param words two random 32-bit numbers */
export function randomSeed({ min, max }: NumberRange, words: Uint32Array<ArrayBuffer>): Numeric {
  const [low, high] = [BigInt(min ?? 0), BigInt(max ?? 2n ** 64n - 1n)];
  const random = (BigInt(words[0] ?? 0) << 32n) | BigInt(words[1] ?? 0);
  return simplest(low + (random % (high - low + 1n)));
}

/** The value of the next run. */
export function nextSeed(control: SeedControl, range: NumberRange, value: Numeric): Numeric {
  switch (control) {
    case 'fixed':
      return value;
    case 'increment':
      return stepped(range, value, 1);
    case 'decrement':
      return stepped(range, value, -1);
    case 'randomize':
      return randomSeed(range, crypto.getRandomValues(new Uint32Array(2)));
    default:
      return control satisfies never;
  }
}
