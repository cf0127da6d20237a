import type { Cursor } from './cursor.ts';

const MAX_KEYS = 65_536;
/** Chat templates are the longest that are seen. */
const MAX_TEXT = 4 * 1024 * 1024;
const MAX_KEY = 65_535;
const MAX_DEPTH = 4;
/** Sides of a tensor. */
const FEW = 8;
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

/**
 * The keys and values that a header begins with: text as it is, numbers as text, a few numbers separated by commas; longer
 * arrays are passed over.
 * @throws UserError `gguf_keys`, `gguf_duplicate`, `gguf_value_type`, `gguf_array`, `gguf_string`, `gguf_truncated`
 */
export function parseValues(cursor: Cursor, count: number): Map<string, string> {
  if (count > MAX_KEYS || count > cursor.left()) {
    throw cursor.fail('gguf_keys', `claims ${count} keys; up to ${MAX_KEYS} are read`);
  }
  const values = new Map<string, string>();
  const keys = new Set<string>();
  for (let i = 0; i < count; i++) {
    const key = cursor.text(`key ${i}`, MAX_KEY);
    if (keys.size === keys.add(key).size) {
      throw cursor.fail('gguf_duplicate', `key "${key}" is listed twice`);
    }
    const value = parseValue(cursor, cursor.u32(`the type of "${key}"`), `"${key}"`, 0);
    if (value !== null) values.set(key, value);
  }
  return values;
}

function parseValue(cursor: Cursor, type: number, what: string, depth: number): string | null {
  if (type === STRING) return cursor.text(what, MAX_TEXT);
  if (type === ARRAY) return parseArray(cursor, what, depth);
  const [bytes, read] = scalar(cursor, type, what);
  return read(cursor.view(bytes, what));
}

function parseArray(cursor: Cursor, what: string, depth: number): string | null {
  const type = cursor.u32(`the type of ${what}`);
  const count = cursor.u64(`the length of ${what}`, 'gguf_array');
  const isNested = type === STRING || type === ARRAY;
  const bytes = isNested ? 8 : scalar(cursor, type, what)[0];
  if (depth >= MAX_DEPTH) {
    throw cursor.fail('gguf_array', `${what} is nested deeper than ${MAX_DEPTH} arrays`);
  }
  if (count * bytes > cursor.left()) {
    throw cursor.fail(
      'gguf_array',
      `${what} claims ${count} elements; ${cursor.left()} bytes are left`,
    );
  }
  if (!isNested && count <= FEW) {
    const items = Array.from({ length: count }, () => parseValue(cursor, type, what, depth));
    return items.join(',');
  }
  if (!isNested) cursor.skip(count * bytes, what);
  else if (type === ARRAY) for (let i = 0; i < count; i++) parseArray(cursor, what, depth + 1);
  else for (let i = 0; i < count; i++) skipText(cursor, what);
  return null;
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
