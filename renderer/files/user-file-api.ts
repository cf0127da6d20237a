/** The server's workflows folder and its templates. */
import type { SavedWorkflowInfo, TemplateInfo } from '../../electron/protocol/user-files.ts';
import { isObject, parseJson } from '../../nodes/graph/json.ts';
import { getJson, RequestError } from '../api/http.ts';

export interface ReadFile {
  readonly bytes: Uint8Array;
  /** Tells whether the file has changed since. */
  readonly tag: string | null;
}

export type SaveResult =
  | { readonly kind: 'saved'; readonly path: string; readonly tag: string | null }
  /** Another window or program wrote it since it was read. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'exists' };

export interface SaveOptions {
  /** What the file must still be; null: anything. */
  readonly tag?: string | null;
  readonly overwrite?: boolean;
}

/** @throws RequestError */
export async function readUserWorkflow(path: string): Promise<ReadFile> {
  const response = await fetch(addressOf(path), { cache: 'no-store' });
  if (!response.ok) throw await errorOf(response);
  return { bytes: new Uint8Array(await response.arrayBuffer()), tag: tagOf(response) };
}

/** @throws RequestError */
export async function saveUserWorkflow(
  path: string,
  text: string,
  { tag = null, overwrite = true }: SaveOptions = {},
): Promise<SaveResult> {
  const response = await fetch(`${addressOf(path)}?overwrite=${overwrite}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(tag !== null && { 'if-match': `"${tag}"` }),
    },
    body: text,
  });
  if (response.status === 409) {
    const error = await errorOf(response);
    return { kind: codeOf(error) === 'changed_elsewhere' ? 'changed' : 'exists' };
  }
  if (!response.ok) throw await errorOf(response);
  const stored = (await response.json()) as string;
  return { kind: 'saved', path: stored.replace(/^workflows\//, ''), tag: tagOf(response) };
}

/** @throws RequestError */
export async function deleteUserWorkflow(path: string): Promise<void> {
  await getJson(addressOf(path), { method: 'DELETE' });
}

/** @returns null when there is a file of that name @throws RequestError */
export async function moveUserWorkflow(from: string, to: string): Promise<string | null> {
  const target = encodeURIComponent(`workflows/${to}`);
  try {
    const path = await getJson(`${addressOf(from)}/move/${target}?overwrite=false`, {
      method: 'POST',
    });
    return typeof path === 'string' ? path.replace(/^workflows\//, '') : to;
  } catch (error) {
    if (error instanceof RequestError && error.status === 409) return null;
    throw error;
  }
}

/** @throws RequestError */
export async function listUserWorkflows(): Promise<readonly SavedWorkflowInfo[]> {
  return (await getJson('/studio/workflows')) as unknown as SavedWorkflowInfo[];
}

/** @throws RequestError */
export async function listTemplates(): Promise<readonly TemplateInfo[]> {
  return (await getJson('/studio/templates')) as unknown as TemplateInfo[];
}

export function templatePicture(name: string): string {
  return `/studio/templates/${encodeURIComponent(name)}/picture`;
}

function addressOf(path: string): string {
  return `/userdata/${encodeURIComponent(`workflows/${path}`)}`;
}

function tagOf(response: Response): string | null {
  return /^(?:W\/)?"(.*)"$/.exec(response.headers.get('etag') ?? '')?.[1] ?? null;
}

async function errorOf(response: Response): Promise<RequestError> {
  const text = await response.text();
  const body = text.startsWith('{') ? parseJson(text) : null;
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  const parts = [error['message'], error['details']].filter((part) => typeof part === 'string');
  return new RequestError(response.status, parts.join(' ') || response.statusText, body);
}

function codeOf({ body }: RequestError): string {
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  return typeof error['type'] === 'string' ? error['type'] : '';
}
