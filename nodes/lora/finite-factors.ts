import { UserError } from '../errors.ts';
import { decodeAll } from '../networks/weights/decode-rows.ts';
import type { StoredTensor, WeightSource } from '../networks/weights/weight-source.ts';

/** One not finite value would turn every picture black. @throws UserError `lora_not_finite` */
export function requireFinite({ label }: WeightSource, factor: StoredTensor): void {
  let largest = 0;
  for (const value of decodeAll(factor)) largest = Math.max(largest, Math.abs(value));
  if (Number.isFinite(largest)) return;
  throw new UserError(
    'lora_not_finite',
    `${label}: "${factor.name}" holds values that are not finite.`,
    'Its training failed or the file is damaged; use another version of it.',
  );
}
