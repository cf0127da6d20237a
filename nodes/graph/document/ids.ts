/** Ids as texts that can be members of a record, and back as files have them. */
import type { Json } from '../json.ts';

const UNSAFE = '__proto__';
const ESCAPED = `!${UNSAFE}`;

/** Null for what cannot be an id. */
export function readId(json: Json | undefined): string | null {
  if (json === UNSAFE) return ESCAPED;
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'bigint'
    ? String(json)
    : null;
}

/** Whole numbers become numbers. */
export function writeId(id: string): Json {
  if (id === ESCAPED) return UNSAFE;
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : id;
}

/** The highest number among ids, at least 0. */
export function highestId(ids: readonly string[], atLeast = 0): number {
  return ids.reduce((highest, id) => {
    const number = Number(id);
    return Number.isSafeInteger(number) && number > highest ? number : highest;
  }, atLeast);
}

/** Fresh among the members of a record. */
export function nextId(record: { readonly [id: string]: unknown }): string {
  return String(highestId(Object.keys(record)) + 1);
}
