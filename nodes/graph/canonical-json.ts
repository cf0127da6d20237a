import { isObject } from './json.ts';

type Raw = (this: void, text: string) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON: Raw };

/** JSON that is the same text for equal values: members sorted by name, bigint and number alike. For keys of caches. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return rawJSON(String(item));
    if (!isObject(item) || JSON_RAW.isRawJSON(item)) return item;
    return Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const JSON_RAW = JSON as unknown as { isRawJSON(value: unknown): boolean };
