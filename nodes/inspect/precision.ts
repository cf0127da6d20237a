import type { StoredType } from '../networks/weights/stored-types.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';

const NAMES: Partial<Record<StoredType, string>> = {
  F64: 'fp64',
  F32: 'fp32',
  F16: 'fp16',
  BF16: 'bf16',
  F8_E4M3: 'fp8 e4m3',
  F8_E5M2: 'fp8 e5m2',
};

/** How most bytes of the weights are stored; null for a file without any. */
export function storedPrecision(source: WeightSource): string | null {
  const bytes = new Map<StoredType, number>();
  for (const { type, spans } of source.tensors.values()) {
    const size = spans.reduce((sum, { length }) => sum + length, 0);
    bytes.set(type, (bytes.get(type) ?? 0) + size);
  }
  const [most] = [...bytes].sort(([, a], [, b]) => b - a);
  return most ? (NAMES[most[0]] ?? most[0].toLowerCase()) : null;
}
