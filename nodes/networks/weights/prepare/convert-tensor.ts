import type { ScaleType } from '../../../runtime/precision.ts';
import type { StoredTensor } from '../weight-source.ts';
import { convertToBlocks } from './convert-blocks.ts';
import { copyTensor, toFloat16, toFloat32 } from './convert-plain.ts';
import { convertToChannels, convertToGroups } from './convert-transposed.ts';
import type { Action } from './plan.ts';

/** Writes bytes of part `part` of the tensor, from byte `at` of that part on. */
export type WritePart = (part: number, at: number, bytes: Uint8Array) => void;

/**
 * Converts one tensor, a few rows at a time.
 * @returns false where numbers are too large for float16: what was written counts for nothing
 * @throws UserError `weights_truncated`, `weights_not_finite`
 */
export function convertTensor(
  stored: StoredTensor,
  action: Action,
  scaleType: ScaleType,
  write: WritePart,
): boolean {
  switch (action) {
    case 'copy':
      copyTensor(stored, write);
      return true;
    case 'F32':
      toFloat32(stored, write);
      return true;
    case 'F16':
      return toFloat16(stored, write);
    case 'blocks8':
      return convertToBlocks(stored, 8, scaleType, write);
    case 'blocks4':
      return convertToBlocks(stored, 4, scaleType, write);
    case 'channels':
      convertToChannels(stored, write);
      return true;
    case 'groups':
      convertToGroups(stored, write);
      return true;
    default:
      return action satisfies never;
  }
}
