import { UserError } from '../../../errors.ts';
import type { WeightSource } from '../weight-source.ts';

/** Fails when tensors of a network are missing: up to five names, and how many. @throws UserError `weights_missing` */
export function expectTensors(source: WeightSource, names: readonly string[]): void {
  const missing = names.filter((name) => !source.tensors.has(name));
  if (missing.length === 0) return;
  const rest = missing.length > 5 ? ' and more' : '';
  throw new UserError(
    'weights_missing',
    `${source.label} lacks ${missing.length} of ${names.length} tensors: ${missing.slice(0, 5).join(', ')}${rest}.`,
    'The file is incomplete or was made for another program; download it again.',
  );
}
