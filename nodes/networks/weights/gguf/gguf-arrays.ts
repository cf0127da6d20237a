import { withFile } from '../weight-file.ts';
import { Cursor } from './cursor.ts';

const MAX_KEY = 65_535;
const MAX_KEYS = 65_536;
const MAX_TEXT = 4 * 1024 * 1024;
const STRING = 8;
const ARRAY = 9;
/** Bytes of GGUF's other value types. */
const BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
/** How the elements of these arrays are read; others are passed over. */
const READ: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  0: (view, at) => view.getUint8(at),
  1: (view, at) => view.getInt8(at),
  4: (view, at) => view.getUint32(at, true),
  5: (view, at) => view.getInt32(at, true),
  6: (view, at) => view.getFloat32(at, true),
};

/**
 * Arrays of texts and numbers among the values that a GGUF file begins with, which opening it passes over.
 * @throws UserError where the header is damaged
 */
export function readGgufArrays(
  path: string,
  keys: readonly string[],
): ReadonlyMap<string, readonly (string | number)[]> {
  return withFile(path, (file) => {
    const cursor = new Cursor(file, path);
    cursor.skip(4 + 4 + 8, 'its beginning');
    const count = Math.min(cursor.u64('the number of keys', 'gguf_keys'), MAX_KEYS);
    const arrays = new Map<string, readonly (string | number)[]>();
    for (let i = 0; i < count && arrays.size < keys.length; i++) {
      const key = cursor.text(`key ${i}`, MAX_KEY);
      const values = readValue(cursor, cursor.u32(`the type of "${key}"`), `"${key}"`);
      if (values && keys.includes(key)) arrays.set(key, values);
    }
    return arrays;
  });
}

/** The elements of an array; null for anything else. */
function readValue(
  cursor: Cursor,
  type: number,
  what: string,
): readonly (string | number)[] | null {
  if (type === STRING) cursor.text(what, MAX_TEXT);
  else if (type !== ARRAY) cursor.skip(bytesOf(cursor, type, what), what);
  if (type !== ARRAY) return null;
  const element = cursor.u32(`the type of ${what}`);
  const count = cursor.u64(`the length of ${what}`, 'gguf_array');
  const size = element === STRING ? 8 : bytesOf(cursor, element, what);
  if (count * size > cursor.left()) {
    throw cursor.fail('gguf_array', `${what} claims ${count} elements`);
  }
  if (element === STRING) return Array.from({ length: count }, () => cursor.text(what, MAX_TEXT));
  const read = READ[element];
  const view = cursor.view(count * size, what);
  return read ? Array.from({ length: count }, (_, i) => read(view, i * size)) : null;
}

function bytesOf(cursor: Cursor, type: number, what: string): number {
  const bytes = BYTES[type];
  if (bytes !== undefined) return bytes;
  throw cursor.fail('gguf_value_type', `${what} is of the value type ${type}, which is not read`);
}
