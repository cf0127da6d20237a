import type { StoredType } from '../weights/stored-types.ts';
import type { StoredTensor } from '../weights/weight-source.ts';
import type { OnnxType } from './messages.ts';

const STORED_AS: Partial<Record<StoredType, OnnxType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8e4m3fn',
  F8_E5M2: 'float8e5m2',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U8: 'uint8',
  BOOL: 'bool',
};

/** As what ONNX Runtime reads a stored tensor. Types that it does not know must have been converted before. */
export function onnxType({ name, type }: StoredTensor): OnnxType {
  const known = STORED_AS[type];
  if (known) return known;
  throw new Error(`${name}: ${type} must be converted before a graph can read it`);
}
