import { UserError } from '../../nodes/errors.ts';

/** What to tell a person about an error: the sentence and what helps. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message} ${error.cure}`;
  return error instanceof Error ? error.message : String(error);
}
