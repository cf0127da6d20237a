import { UserError } from '../../errors.ts';
import { inGigabytes } from '../in-gigabytes.ts';
import { MEANING, type Precision } from '../precision.ts';
import { ladderOf } from './choose-precision.ts';
import { blockBytes, wideningBytes, type NetworkSize, type PlannedDevice } from './network-size.ts';
import { oneByOne, spread, type Spread } from './spread.ts';

/** How a network is loaded. */
export interface LoadPlan extends Spread {
  readonly precision: Precision;
  /** Bytes that a run takes beside the weights. */
  readonly working: number;
}

/**
 * Spreads a network of a precision over the budget.
 * @param activations bytes that a run takes beside the weights: they go by the picture's size
 * @throws UserError `out_of_memory` where not even one block at a time fits
 */
export function planLoad(
  size: NetworkSize,
  precision: Precision,
  device: PlannedDevice,
  budget: number,
  activations: number,
): LoadPlan {
  const working = activations + wideningBytes(size, precision);
  const blocks = blockBytes(size, precision, device);
  const whole = spread(blocks, budget - working);
  if (whole?.streamed === 0) return { ...whole, precision, working };
  // What stays and what takes turns each keep memory of their own to work in.
  const turns = spread(blocks, budget - 2 * working);
  if (turns && turns.resident > 0) return { ...turns, precision, working: 2 * working };
  if (!whole) throw outOfMemory(size, precision, device, budget, working);
  return { ...oneByOne(blocks), precision, working };
}

function outOfMemory(
  size: NetworkSize,
  precision: Precision,
  device: PlannedDevice,
  budget: number,
  working: number,
): UserError {
  const largest = (of: Precision) => Math.max(...blockBytes(size, of, device));
  const lower = ladderOf(device).find(
    (other) => MEANING[other].bits < MEANING[precision].bits && largest(other) + working <= budget,
  );
  const cures = [
    ...(lower ? [`choose ${lower}, which would fit`] : []),
    ...(largest(precision) <= budget / 2 ? ['make the picture smaller'] : []),
    'raise the memory budget in the settings',
  ];
  const cure = cures.join(', or ');
  return new UserError(
    'out_of_memory',
    `${size.label} in ${MEANING[precision].title} needs ${inGigabytes(largest(precision))} at once even if it is loaded block by block, and ${inGigabytes(working)} to work with; the budget for models is ${inGigabytes(budget)}.`,
    `${cure.charAt(0).toUpperCase()}${cure.slice(1)}.`,
  );
}
