import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '../../nodes/errors.ts';

/** The program that started this one and that it must not outlive. */
interface Owner {
  readonly token: string;
  /** Ends with the owner, also where it was killed: the system closes its pipe then. */
  readonly gone: Promise<void>;
}

/**
 * Reads the token, which neither the process list nor the environment shows this way.
 * @throws UserError `usage` where no token comes
 */
export async function ownerOf(input: Readable): Promise<Owner> {
  const lines = createInterface({ input });
  const gone = new Promise<void>((resolve) => lines.once('close', resolve));
  const first = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  const token = first.trim();
  if (token !== '') return { token, gone };
  throw new UserError(
    'usage',
    '--attached: standard input has no token.',
    'Write a line with a token to it, and leave it open.',
  );
}
