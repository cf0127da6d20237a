import { UserError } from '../../../nodes/errors.ts';
import { withoutBody } from './headers.ts';

interface Wanted {
  readonly repo: string;
  readonly file?: string;
  readonly token: string | null;
}

/** Why Hugging Face does not give something, by its status and its `x-error-code`. */
export async function refusalOf(
  response: Response,
  { repo, file, token }: Wanted,
  endpoint: URL,
): Promise<UserError> {
  await withoutBody(response);
  const { status, headers } = response;
  const code = headers.get('x-error-code') ?? '';
  const page = new URL(repo, endpoint).href;
  if (code === 'GatedRepo' || (status === 403 && code === '')) {
    return new UserError(
      'hub_gated',
      `${repo} is gated: its owner gives it to those who accept its licence.`,
      token === null
        ? `Accept the licence at ${page} and add your token in the settings.`
        : `Accept the licence at ${page} with the account of your token.`,
    );
  }
  if (status === 401 && token !== null && code !== 'RepoNotFound') {
    return new UserError(
      'hub_token',
      'Hugging Face does not accept your token.',
      'Make a new one with the right to read, and put it into the settings.',
    );
  }
  if (status === 404 && (code === 'EntryNotFound' || (code === '' && file !== undefined))) {
    return new UserError(
      'hub_not_found',
      `${repo} has no file ${file ?? 'of this name'}.`,
      'Choose one of the files that the repository lists.',
    );
  }
  if (code === 'RevisionNotFound') {
    return new UserError('hub_not_found', `${repo} has no such revision.`, 'Use main.');
  }
  if (status === 401 || status === 404) {
    return new UserError(
      'hub_not_found',
      `There is no repository ${repo} on ${endpoint.host}, or it is private.`,
      token === null
        ? 'Correct its name; for a private one add your token in the settings.'
        : 'Correct its name; a private one needs a token that may read it.',
    );
  }
  return new UserError(
    'hub_unavailable',
    `${endpoint.host} answers with an error (${status}).`,
    'Try again in a while.',
  );
}

/** Whether the same question may be answered later. */
export function mayPass(error: unknown): boolean {
  return (
    error instanceof UserError && ['hub_unreachable', 'hub_unavailable', 'cut'].includes(error.code)
  );
}

export function unreachable(url: URL, error: unknown): UserError {
  const { cause, message } = error as Error;
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
  return new UserError(
    'hub_unreachable',
    `${url.host} cannot be reached (${reason}).`,
    'Check the connection to the internet, then try again.',
    { cause: error },
  );
}
