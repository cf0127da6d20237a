import { UserError } from '../../../nodes/errors.ts';
import type { ExecutionError } from '../../protocol/execution.ts';

/** What a node threw, as the person and the log get it. */
export function failureOf(
  error: unknown,
): Pick<ExecutionError, 'code' | 'message' | 'cure' | 'stack'> {
  if (error instanceof UserError) {
    return { code: error.code, message: error.message, cure: error.cure, stack: [] };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const lines = (stack ?? message).split('\n');
  if (isOutOfMemory(error, message)) {
    return {
      code: 'out_of_memory',
      message: 'There is not enough memory for this.',
      cure: 'Lower width, height or batch size, or decode in tiles (VAE Decode (Tiled)).',
      stack: lines,
    };
  }
  return {
    code: 'internal_error',
    message,
    cure: 'This is a fault of the program: please report it with the lines below.',
    stack: lines,
  };
}

function isOutOfMemory(error: unknown, message: string): boolean {
  if (error instanceof RangeError)
    return /allocation failed|Invalid (typed )?array length/i.test(message);
  return /bad_alloc|failed to allocate memory|out of memory/i.test(message);
}
