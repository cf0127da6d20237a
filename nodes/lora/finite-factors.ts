import { UserError } from '../errors.ts';
import { decodeAll } from '../networks/weights/decode-rows.ts';
import { readSpans } from '../networks/weights/read-bytes.ts';
import type { StoredTensor, WeightSource } from '../networks/weights/weight-source.ts';

type Bits = Uint8Array | Uint16Array | Uint32Array;

/** The bits of a number but its sign, and the least of them that stands for no finite one. */
const LIMITS = {
  F32: [0x7fff_ffff, 0x7f80_0000],
  F16: [0x7fff, 0x7c00],
  BF16: [0x7fff, 0x7f80],
  F8_E4M3: [0x7f, 0x7f],
  F8_E5M2: [0x7f, 0x7c],
} as const;

/** One not finite value would turn every picture black. @throws UserError `lora_not_finite` */
export function requireFinite({ label }: WeightSource, factor: StoredTensor): void {
  if (isFinite(factor)) return;
  throw new UserError(
    'lora_not_finite',
    `${label}: "${factor.name}" holds values that are not finite.`,
    'Its training failed or the file is damaged; use another version of it.',
  );
}

function isFinite(factor: StoredTensor): boolean {
  const { type, file, spans } = factor;
  switch (type) {
    case 'F32':
      return allBelow(new Uint32Array(readSpans(file, spans).buffer), LIMITS[type]);
    case 'F16':
    case 'BF16':
      return allBelow(new Uint16Array(readSpans(file, spans).buffer), LIMITS[type]);
    case 'F8_E4M3':
    case 'F8_E5M2':
      return allBelow(readSpans(file, spans), LIMITS[type]);
    default:
      return decodeAll(factor).every(Number.isFinite);
  }
}

function allBelow(bits: Bits, [magnitude, limit]: readonly [number, number]): boolean {
  let largest = 0;
  for (let i = 0; i < bits.length; i++) {
    const found = (bits[i] as number) & magnitude;
    if (found > largest) largest = found;
  }
  return largest < limit;
}
