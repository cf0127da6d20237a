import { UserError } from '../../../nodes/errors.ts';

/** A file or a repository on Hugging Face. */
export interface HubAddress {
  /** `owner/name`, or a name alone, as old repositories have. */
  readonly repo: string;
  readonly revision: string;
  /** Path in the repository; null for the repository itself. */
  readonly file: string | null;
}

const HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
const PART = /^[\w][\w.-]{0,95}$/;
const LINK = new Set(['resolve', 'blob', 'raw', 'tree']);

/**
 * Reads what a person types or pastes: `owner/name`, `owner/name/path/of/file`, or an address of either.
 * @throws UserError `hub_address`
 */
export function parseHubAddress(text: string, endpoint: URL): HubAddress {
  const given = text.trim();
  if (!/^https?:\/\//i.test(given)) return fromParts(given, given.split('/'));
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || (!HOSTS.includes(url.hostname) && url.host !== endpoint.host)) {
    throw wrong(given, 'is not an address on Hugging Face');
  }
  const [owner = '', name = '', link = '', revision = '', ...file] = url.pathname
    .slice(1)
    .split('/')
    .map((part) => decode(part));
  if (!LINK.has(link)) return fromParts(given, [owner, name]);
  const address = fromParts(given, [owner, name, ...file.filter((part) => part !== '')]);
  return { ...address, revision: revision || 'main' };
}

function fromParts(given: string, parts: readonly string[]): HubAddress {
  const [owner = '', name, ...file] = parts.filter((part, i) => part !== '' || i < 2);
  if (!PART.test(owner) || (name !== undefined && !PART.test(name))) {
    throw wrong(given, 'names no repository');
  }
  const parents = file.join('/').split('/');
  if (parents.includes('..') || parents.includes('.')) throw wrong(given, 'names no file');
  return {
    repo: name === undefined ? owner : `${owner}/${name}`,
    revision: 'main',
    file: file.length > 0 ? file.join('/') : null,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function wrong(given: string, what: string): UserError {
  return new UserError(
    'hub_address',
    `"${given.slice(0, 200)}" ${what}.`,
    'Write owner/name, as in stabilityai/stable-diffusion-3.5-medium, or paste the address of a file there.',
  );
}
