/** What numbers of a widget can be, how they step and how they are shown. */
import { simplest, type Numeric } from './arithmetic.ts';

/** The part of an int or float input that says what its numbers can be. */
export interface NumberRange {
  readonly kind: 'int' | 'float';
  readonly min: Numeric | null;
  readonly max: Numeric | null;
  readonly step: number;
  readonly round: number | null;
}
export type StepSize = 'fine' | 'normal' | 'coarse';

const MOST_DECIMALS = 6;
const TIMES: Readonly<Record<StepSize, number>> = { fine: 0.1, normal: 1, coarse: 10 };

/** The nearest number that the widget can have. */
export function allowed(range: NumberRange, value: Numeric): Numeric {
  return range.kind === 'int' ? allowedInt(range, value) : allowedFloat(range, Number(value));
}

/** So many steps on; what does not lie on a step goes to the next. */
export function stepped(
  range: NumberRange,
  value: Numeric,
  count: number,
  size: StepSize = 'normal',
): Numeric {
  if (range.kind === 'int') {
    const step = Math.max(1, Math.round(range.step));
    const times = size === 'coarse' ? TIMES.coarse : 1;
    return allowed(range, toBigInt(value) + BigInt(Math.trunc(count)) * BigInt(step * times));
  }
  const step = range.step * TIMES[size];
  const finest = range.round === null ? step : Math.max(step, range.round);
  return allowed(range, cleaned(Number(value) + count * finest));
}

/** As shown: decimals of the step, and more where the value has them. */
export function shownNumber({ kind, step, round }: NumberRange, value: Numeric): string {
  if (typeof value === 'bigint' || kind === 'int') return String(value);
  const least = decimalsOf(step);
  const most = Math.max(least, round === null ? MOST_DECIMALS : decimalsOf(round));
  const decimals = Math.min(Math.max(least, decimalsOf(cleaned(value))), most);
  return value.toFixed(decimals);
}

/** Ranges so narrow that a slider is of use. */
export function isNarrow({ min, max, step }: NumberRange): boolean {
  if (min === null || max === null) return false;
  const width = Number(max) - Number(min);
  return width > 0 && width <= MOST_SLIDER_WIDTH && width / step <= MOST_SLIDER_STEPS;
}

const MOST_SLIDER_WIDTH = 10;
const MOST_SLIDER_STEPS = 1000;

/** Where a value lies in its range, 0 to 1. */
export function shareOf({ min, max }: NumberRange, value: Numeric): number {
  const [low, high] = [Number(min ?? 0), Number(max ?? 1)];
  return high > low ? Math.min(Math.max((Number(value) - low) / (high - low), 0), 1) : 0;
}

/** The value at a share of the range, on a step. */
export function valueAt(range: NumberRange, share: number): Numeric {
  const [low, high] = [Number(range.min ?? 0), Number(range.max ?? 1)];
  const exact = low + Math.min(Math.max(share, 0), 1) * (high - low);
  return allowed(range, cleaned(low + Math.round((exact - low) / range.step) * range.step));
}

function allowedInt({ min, max, step }: NumberRange, value: Numeric): Numeric {
  const size = BigInt(Math.max(1, Math.round(step)));
  const low = min === null ? null : toBigInt(min);
  const origin = low ?? 0n;
  const away = toBigInt(value) - origin;
  const half = size / 2n;
  const count = away >= 0n ? (away + half) / size : -((-away + half) / size);
  let snapped = origin + count * size;
  if (low !== null && snapped < low) snapped = low;
  if (max !== null && snapped > toBigInt(max)) snapped = toBigInt(max);
  return simplest(snapped);
}

function allowedFloat({ min, max, round }: NumberRange, value: number): number {
  const rounded = round === null ? value : cleaned(Math.round(value / round) * round);
  return Math.min(Math.max(rounded, Number(min ?? -Infinity)), Number(max ?? Infinity));
}

function toBigInt(value: Numeric): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.round(value));
}

function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
  return Math.min(Math.max(decimals, 0), MOST_DECIMALS);
}

/** Without the dust of binary fractions: 0.1 + 0.2 is 0.3. */
function cleaned(value: number): number {
  return Number(value.toPrecision(12));
}
