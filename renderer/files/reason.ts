import { UserError } from '../../nodes/errors.ts';
import { t } from '../text/text.ts';

/** What to tell a person about an error: the sentence and what helps. */
export function reasonOf(error: unknown): string {
  if (error instanceof UserError) return `${error.message} ${error.cure}`;
  // What a browser says of a request without an answer is no sentence for people.
  if (error instanceof TypeError) return t('files.unreachable');
  return error instanceof Error ? error.message : String(error);
}
