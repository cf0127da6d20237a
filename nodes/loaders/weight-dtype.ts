import { canRun, type ComputingDevice } from '../runtime/can-run.ts';
import type { WantedPrecision } from '../runtime/plan/choose-precision.ts';
import { PRECISIONS } from '../runtime/precision.ts';

/** ComfyUI's values first, then the precisions by their own names. */
export const WEIGHT_DTYPES = [
  'default',
  'fp8_e4m3fn',
  'fp8_e4m3fn_fast',
  'fp8_e5m2',
  ...PRECISIONS,
] as const;
export type WeightDtype = (typeof WEIGHT_DTYPES)[number];

/**
 * ComfyUI's fp8 means 8 bits a weight; its fast form multiplies in 8 bits, too, where the device does: the CPU alone, if it is right.
 * `default` leaves the choice to the settings and the memory.
 */
export function precisionOf(dtype: WeightDtype, device: ComputingDevice): WantedPrecision {
  switch (dtype) {
    case 'default':
      return 'auto';
    case 'fp8_e4m3fn':
    case 'fp8_e5m2':
      return 'int8';
    case 'fp8_e4m3fn_fast':
      return canRun('w8a8', device) ? 'w8a8' : 'int8';
    default:
      return dtype;
  }
}
