/**
 * What a page writes while it goes away may reach the server after the next page has asked for it. The page leaves word
 * in the browser of what it wrote, so that a reload waits for that.
 */
import { isObject, type Json, type JsonObject } from '../../nodes/graph/json.ts';
import { randomId } from '../api/client-id.ts';

const KEY = 'leaving';
const LONGEST_WAIT_MS = 2000;
const PAUSE_MS = 50;

interface Word {
  readonly mark: string;
  readonly drafts: readonly string[];
}

/** @returns the mark that the drafts must carry */
export function leaveWord(drafts: readonly string[]): string {
  const mark = randomId();
  sessionStorage.setItem(KEY, JSON.stringify({ mark, drafts } satisfies Word));
  return mark;
}

export function marked(content: JsonObject, mark: string): JsonObject {
  return { ...content, mark };
}

/**
 * Until all that the page before wrote is there, or has had time enough.
 * @returns whether there was a page before, which was left in order
 */
export async function untilArrived(read: (id: string) => Promise<Json>): Promise<boolean> {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (text === null) return false;
  const { mark, drafts } = JSON.parse(text) as Word;
  const end = performance.now() + LONGEST_WAIT_MS;
  const left = new Set(drafts);
  while (left.size > 0 && performance.now() < end) {
    for (const id of left) {
      const content = await read(id);
      if (isObject(content) && content['mark'] === mark) left.delete(id);
    }
    if (left.size > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return true;
}
