/** What the server keeps of open tabs and windows against crashes. */
import type { DraftInfo, ListedDraft } from '../../electron/protocol/user-files.ts';
import type { Json, JsonObject } from '../../nodes/graph/json.ts';
import { stringifyJson } from '../../nodes/graph/json.ts';
import { getJson, RequestError } from '../api/http.ts';

export interface ReadDraft extends DraftInfo {
  readonly content: JsonObject;
}

/** What a browser sends while a page goes away: bytes of all such requests together. */
export const KEEPALIVE_LIMIT = 60_000;

/** @throws RequestError */
export async function listDrafts(): Promise<readonly ListedDraft[]> {
  return (await getJson('/studio/drafts')) as unknown as ListedDraft[];
}

/** Null when no generation of it is whole. @throws RequestError */
export async function readDraft(id: string): Promise<ReadDraft | null> {
  try {
    return (await getJson(addressOf(id))) as unknown as ReadDraft;
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return null;
    throw error;
  }
}

/** @throws RequestError, TypeError when the server does not answer */
export async function writeDraft(id: string, content: Json, isLeaving = false): Promise<void> {
  const body = stringifyJson(content);
  await getJson(addressOf(id), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body,
    keepalive: isLeaving && bytesOf(body) < KEEPALIVE_LIMIT,
  });
}

/** What a text takes on its way. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export async function deleteDraft(id: string): Promise<void> {
  await getJson(addressOf(id), { method: 'DELETE' });
}

function addressOf(id: string): string {
  return `/studio/drafts/${encodeURIComponent(id)}`;
}
