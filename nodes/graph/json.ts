/** JSON with integers of any size: those beyond 2^53 become bigint, so that 64-bit seeds stay exact. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON: (this: void, text: string) => unknown };

const keepBigIntegers: SourceReviver = (_key, value, { source }) =>
  typeof value === 'number' && source && !Number.isSafeInteger(value) && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value;

/** @throws SyntaxError, or RangeError when nested too deeply. */
export function parseJson(text: string): Json {
  // Only integers of 16 digits and more need the slow way, which keeps them exact.
  if (!/\d{16}/.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, keepBigIntegers as (key: string, value: unknown) => unknown) as Json;
}

export function stringifyJson(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, v: unknown) => (typeof v === 'bigint' ? rawJSON(String(v)) : v),
    indent,
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
