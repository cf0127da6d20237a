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

/** Larger numbers are ids, but nothing is counted on from them. */
const HIGHEST = 2 ** 40;

/** The highest number among ids, at least 0. */
export function highestId(ids: readonly string[], atLeast = 0): number {
  return ids.reduce((highest, id) => {
    const number = Number(id);
    return Number.isInteger(number) && number > highest && number <= HIGHEST ? number : highest;
  }, atLeast);
}

/** Fresh among the members of a record. */
export function nextId(record: { readonly [id: string]: unknown }): string {
  return String(highestId(Object.keys(record)) + 1);
}

/** A random id as files have them for subgraphs. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** `name`, or `name (2)` and so on when it is taken. */
export function uniqueName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted} (${i})`;
  return name;
}
