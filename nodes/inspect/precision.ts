import { isCoded, isPlain, typeOfRows, type PlainType } from '../networks/weights/stored-types.ts';
import type { StoredTensor, WeightSource } from '../networks/weights/weight-source.ts';

const NAMES: Partial<Record<PlainType, string>> = {
  F64: 'fp64',
  F32: 'fp32',
  F16: 'fp16',
  BF16: 'bf16',
  F8_E4M3: 'fp8 e4m3',
  F8_E5M2: 'fp8 e5m2',
};

/** How most bytes of the weights are stored; null for a file without any. */
export function storedPrecision(source: WeightSource): string | null {
  const bytes = new Map<string, number>();
  for (const tensor of source.tensors.values()) {
    const name = nameOf(tensor);
    const size = tensor.spans.reduce((sum, { length }) => sum + length, 0);
    bytes.set(name, (bytes.get(name) ?? 0) + size);
  }
  const [most] = [...bytes].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function nameOf({ type, scale }: StoredTensor): string {
  if (isCoded(type)) return type.toLowerCase();
  const plain = isPlain(type) ? type : typeOfRows(type);
  if (!plain) return `GGUF ${type}`;
  const name = NAMES[plain] ?? plain.toLowerCase();
  return plain === type && scale === undefined ? name : `${name} scaled`;
}
