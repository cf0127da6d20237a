import { UserError } from '../../errors.ts';
import { inGigabytes } from '../in-gigabytes.ts';
import { canRun, precisionsOf, type ComputingDevice } from '../can-run.ts';
import { MEANING, runsOn, type Precision } from '../precision.ts';
import { totalBytes, wideningBytes, type NetworkSize, type PlannedDevice } from './network-size.ts';

export type WantedPrecision = Precision | 'auto';

export interface ChosenPrecision {
  readonly precision: Precision;
  /** What would have been taken if memory had allowed it, in words. */
  readonly reason: string | null;
}

/** Who has little memory to spare computes in 8 bit rather than give all of it to 32. */
const SHARE_OF_FP32_ON_CPU = 0.5;

/**
 * Automatic: the first that fits of fp32 (CPU) or fp16, int8 and int4, beginning with what the file holds; where none does,
 * int4. It goes by the network and the budget alone, not by the picture: that must not change what a seed gives.
 * @param working bytes that a usual picture takes beside the weights
 * @throws UserError `precision_unavailable`
 */
export function choosePrecision(
  size: NetworkSize,
  wanted: WantedPrecision,
  device: ComputingDevice,
  budget: number,
  working: number,
): ChosenPrecision {
  if (wanted !== 'auto') {
    if (!canRun(wanted, device)) throw unavailable(wanted, device);
    return { precision: wanted, reason: null };
  }
  const possible = ladderOf(device).filter((precision) => canRun(precision, device));
  const first = size.stored ? Math.max(0, possible.indexOf(size.stored)) : 0;
  const ladder = possible.map((precision) => quickest(precision, size, device));
  const reasons: string[] = [];
  for (const precision of ladder.slice(first)) {
    const bytes = totalBytes(size, precision, device) + wideningBytes(size, precision);
    const isHalved = precision === 'fp32' && device.kind === 'cpu';
    const limit = isHalved ? budget * SHARE_OF_FP32_ON_CPU : budget - working;
    if (bytes <= limit) return { precision, reason: reasons[0] ?? null };
    const limited = isHalved
      ? `${inGigabytes(bytes)}, more than half of`
      : `${inGigabytes(bytes)} of`;
    reasons.push(
      `${MEANING[precision].title} would need ${limited} the ${inGigabytes(budget)} budget`,
    );
  }
  return { precision: ladder.at(-1) ?? 'fp32', reason: reasons[0] ?? null };
}

/** With activations of 8 bit, too, products take the CPU a third to a half of the time for nearly the same pictures. */
const QUICK: Partial<Record<Precision, Precision>> = { int8: 'w8a8', int4: 'w4a8' };

function quickest(
  precision: Precision,
  { stored, isExact, weightsOnly }: NetworkSize,
  device: ComputingDevice,
): Precision {
  const quick = QUICK[precision];
  const isBound = weightsOnly || (isExact && precision === stored);
  return quick && !isBound && canRun(quick, device) ? quick : precision;
}

/** Precisions that are chosen by themselves, best first. */
export function ladderOf({ kind, arithmetic }: PlannedDevice): readonly Precision[] {
  return [kind !== 'cpu' && arithmetic === 'float16' ? 'fp16' : 'fp32', 'int8', 'int4'];
}

function unavailable(precision: Precision, device: ComputingDevice): UserError {
  const { title, runsOn: place } = MEANING[precision];
  const { kind } = device;
  const where = place === 'cpu' ? 'on the CPU alone' : 'on graphics cards that compute in 16 bit';
  const here = kind === 'cpu' ? 'the CPU' : place === 'cpu' ? 'a graphics card' : 'another';
  const why = isOfItsKind(precision, device)
    ? 'is computed wrongly by this device, as its self-test found'
    : `runs ${where}; this is ${here}`;
  return new UserError(
    'precision_unavailable',
    `${precision} (${title}) ${why}.`,
    `Choose ${precisionsOf(device).join(' or ')}, which run here, or leave the choice to auto.`,
  );
}

function isOfItsKind(precision: Precision, { kind, arithmetic }: PlannedDevice): boolean {
  return runsOn(precision, kind) && (precision !== 'fp16' || arithmetic === 'float16');
}
