/** Reads one stored tensor into memory as float32: goldens, LoRA factors, latents. Networks never come this way. */
import { UserError } from '../../errors.ts';
import type { Tensor } from '../../tensor.ts';
import { decodeAll } from './decode-rows.ts';
import type { WeightSource } from './weight-source.ts';

/** @throws UserError `weights_missing` */
export function readTensor(source: WeightSource, name: string): Tensor {
  const stored = source.tensors.get(name);
  if (!stored)
    throw new UserError(
      'weights_missing',
      `${source.label} has no tensor "${name}".`,
      'Download the file again.',
    );
  return { data: decodeAll(stored), shape: stored.shape };
}
