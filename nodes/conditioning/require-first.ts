import { UserError } from '../errors.ts';
import type { Conditioning } from './conditioning.ts';

/** The first entry, the only one that counts where one conditioning is worked into others. @throws UserError `conditioning_empty` */
export function requireFirst(entries: readonly Conditioning[], input: string): Conditioning {
  const [first] = entries;
  if (first) return first;
  throw new UserError(
    'conditioning_empty',
    `The input "${input}" holds no conditioning.`,
    'Connect a node that encodes a prompt.',
  );
}
