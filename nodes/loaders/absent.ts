import type { UserError } from '../errors.ts';
import type { ClipValue, VaeValue } from '../models.ts';

/**
 * Stands for an output that a file does not have, as ComfyUI's null does: it may lie on a wire that nobody reads, and
 * whoever reads it learns what is missing.
 */
export function absent(error: UserError): ClipValue & VaeValue {
  return new Proxy({} as ClipValue & VaeValue, {
    get(_, key) {
      // Asked of everything that is awaited or printed.
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined;
      throw error;
    },
  });
}
