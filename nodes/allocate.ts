import { UserError } from './errors.ts';
import { sizeOf, zeros, type Tensor } from './tensor.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;
/** Share of the free memory that one result may take: resizing, encoding or saving it needs as much again. */
const MOST = 0.5;

/** Zeros, for a shape that a person chose. @throws UserError `out_of_memory` with the numbers when it cannot fit */
export function allocate(shape: readonly number[]): Tensor {
  const bytes = sizeOf(shape) * BYTES;
  const available = process.availableMemory();
  if (bytes > available * MOST) throw outOfMemory(shape, bytes, available);
  try {
    return zeros(shape);
  } catch (error) {
    if (error instanceof RangeError) throw outOfMemory(shape, bytes, available);
    throw error;
  }
}

function outOfMemory(shape: readonly number[], bytes: number, available: number): UserError {
  const gib = (n: number) => `${(n / 2 ** 30).toFixed(1)} GiB`;
  return new UserError(
    'out_of_memory',
    `A result of ${shape.join(' x ')} numbers takes ${gib(bytes)}; ${gib(available)} are free, and working on it takes as much again.`,
    'Choose a smaller size or a smaller batch.',
  );
}
