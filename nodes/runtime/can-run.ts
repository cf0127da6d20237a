import type { Device, TestedOperator } from './device.ts';
import { PRECISIONS, runsOn, type Precision } from './precision.ts';

export type ComputingDevice = Pick<Device, 'kind' | 'arithmetic' | 'fused'>;

const NEEDS: Readonly<
  Record<Precision, Readonly<Record<Device['arithmetic'], readonly TestedOperator[]>>>
> = {
  fp32: { float32: [], float16: [] },
  fp16: { float32: [], float16: ['HalfMatMul'] },
  int8: { float32: ['MatMulNBits8'], float16: ['HalfMatMulNBits8'] },
  int4: { float32: ['MatMulNBits4'], float16: ['HalfMatMulNBits4'] },
  w8a8: { float32: ['MatMulInteger'], float16: [] },
  w4a8: { float32: ['MatMulInteger', 'UnpackedInt4', 'MatMulNBits4'], float16: [] },
};

/** Whether a device computes in a precision, and was found to do so rightly. */
export function canRun(
  precision: Precision,
  { kind, arithmetic, fused }: ComputingDevice,
): boolean {
  const isHalfless = precision === 'fp16' && arithmetic === 'float32';
  if (isHalfless || !runsOn(precision, kind)) return false;
  return NEEDS[precision][arithmetic].every((operator) => fused.has(operator));
}

/** What a device may be asked for, the exact first. */
export function precisionsOf(device: ComputingDevice): readonly Precision[] {
  return PRECISIONS.filter((precision) => canRun(precision, device));
}
