import type { Cursor } from './cursor.ts';

const MAX_KEYS = 65_536;
/** Chat templates are the longest that are seen. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_KEY = 65_535;
const MAX_DEPTH = 4;
/** Sides of a tensor. */
const FEW = 8;
/** A vocabulary has some hundred thousand words. */
const MAX_KEPT = 4 * 1024 * 1024;
const STRING = 8;
const ARRAY = 9;

type Read = (view: DataView) => string;
/** GGUF's value types but strings and arrays: bytes, and the value as text. */
const SCALARS: Readonly<Record<number, readonly [bytes: number, read: Read]>> = {
  0: [1, (view) => String(view.getUint8(0))],
  1: [1, (view) => String(view.getInt8(0))],
  2: [2, (view) => String(view.getUint16(0, true))],
  3: [2, (view) => String(view.getInt16(0, true))],
  4: [4, (view) => String(view.getUint32(0, true))],
  5: [4, (view) => String(view.getInt32(0, true))],
  6: [4, (view) => String(view.getFloat32(0, true))],
  7: [1, (view) => String(view.getUint8(0) !== 0)],
  10: [8, (view) => String(view.getBigUint64(0, true))],
  11: [8, (view) => String(view.getBigInt64(0, true))],
  12: [8, (view) => String(view.getFloat64(0, true))],
};

/** Text as it is, numbers as text, or an array of such. */
export type GgufValue = string | readonly string[];

/**
 * The keys and values that a header begins with. Arrays of more than a few numbers are passed over.
 * @param kept keys of arrays that are read all the same
 * @throws UserError `gguf_keys`, `gguf_duplicate`, `gguf_value_type`, `gguf_array`, `gguf_string`, `gguf_truncated`
 */
export function parseValues(
  cursor: Cursor,
  count: number,
  kept: readonly string[] = [],
): Map<string, GgufValue> {
  if (count > MAX_KEYS || count > cursor.left()) {
    throw cursor.fail('gguf_keys', `claims ${count} keys; up to ${MAX_KEYS} are read`);
  }
  const values = new Map<string, GgufValue>();
  const keys = new Set<string>();
  for (let i = 0; i < count; i++) {
    const key = cursor.text(`key ${i}`, MAX_KEY);
    if (keys.size === keys.add(key).size) {
      throw cursor.fail('gguf_duplicate', `key "${key}" is listed twice`);
    }
    const type = cursor.u32(`the type of "${key}"`);
    const what = `"${key}"`;
    const value =
      type === ARRAY
        ? parseArray(cursor, what, { depth: 0, isKept: kept.includes(key) })
        : parseText(cursor, type, what);
    if (value !== null) values.set(key, value);
  }
  return values;
}

function parseText(cursor: Cursor, type: number, what: string): string {
  if (type === STRING) return cursor.text(what, MAX_TEXT);
  const [bytes, read] = scalar(cursor, type, what);
  return read(cursor.view(bytes, what));
}

interface Nesting {
  readonly depth: number;
  readonly isKept: boolean;
}

function parseArray(
  cursor: Cursor,
  what: string,
  { depth, isKept }: Nesting,
): readonly string[] | null {
  const type = cursor.u32(`the type of ${what}`);
  const count = cursor.u64(`the length of ${what}`, 'gguf_array');
  const isNested = type === STRING || type === ARRAY;
  const bytes = isNested ? 8 : scalar(cursor, type, what)[0];
  if (depth >= MAX_DEPTH) {
    throw cursor.fail('gguf_array', `${what} is nested deeper than ${MAX_DEPTH} arrays`);
  }
  if (count * bytes > cursor.left() || (isKept && count > MAX_KEPT)) {
    throw cursor.fail(
      'gguf_array',
      `${what} claims ${count} elements; ${cursor.left()} bytes are left`,
    );
  }
  if (type !== ARRAY && (isKept || (!isNested && count <= FEW))) {
    return Array.from({ length: count }, () => parseText(cursor, type, what));
  }
  if (!isNested) cursor.skip(count * bytes, what);
  else {
    const skip = type === ARRAY ? skipArray : skipText;
    for (let i = 0; i < count; i++) skip(cursor, what, depth);
  }
  return null;
}

function skipArray(cursor: Cursor, what: string, depth: number): void {
  parseArray(cursor, what, { depth: depth + 1, isKept: false });
}

function skipText(cursor: Cursor, what: string): void {
  const length = cursor.u64(`the length of a text in ${what}`, 'gguf_string');
  if (length > cursor.left()) {
    throw cursor.fail(
      'gguf_string',
      `a text in ${what} claims ${length} bytes; ${cursor.left()} are left`,
    );
  }
  cursor.skip(length, what);
}

function scalar(cursor: Cursor, type: number, what: string): readonly [number, Read] {
  const known = SCALARS[type];
  if (known) return known;
  throw cursor.fail('gguf_value_type', `${what} is of the value type ${type}, which is unknown`);
}
