import type { RunContext } from '../run-context.ts';
import {
  choosePrecision,
  type ChosenPrecision,
  type WantedPrecision,
} from '../runtime/plan/choose-precision.ts';
import { inGigabytes } from '../runtime/in-gigabytes.ts';
import { totalBytes, type NetworkSize } from '../runtime/plan/network-size.ts';
import { MEANING } from '../runtime/precision.ts';

export type LoadContext = Pick<
  RunContext,
  'checkpoint' | 'device' | 'files' | 'models' | 'notice' | 'precision' | 'progress'
>;

/**
 * The precision that a network gets here; the person hears why, where it is not the best.
 * @param wanted auto: what the settings say
 * @param working bytes that a usual run takes beside the weights
 * @throws UserError `precision_unavailable`
 */
export function chooseFor(
  size: NetworkSize,
  wanted: WantedPrecision,
  working: number,
  { device, models, notice, precision }: LoadContext,
): ChosenPrecision['precision'] {
  const asked = wanted === 'auto' ? precision : wanted;
  const chosen = choosePrecision(size, asked, device, models.budget, working);
  if (chosen.reason !== null) {
    const bytes = inGigabytes(totalBytes(size, chosen.precision, device));
    const { title } = MEANING[chosen.precision];
    notice(`${size.label} in ${title}, ${bytes}: ${chosen.reason}.`);
  }
  return chosen.precision;
}
