import { UserError } from '../../nodes/errors.ts';
import type { Outcome } from '../protocol/desktop.ts';

/** What a person can cause as an answer: an error loses its code on the way to the page. */
export async function outcome<T>(attempt: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await attempt() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, cure } = error;
    return { ok: false, error: { code, message, cure } };
  }
}
