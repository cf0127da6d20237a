import type { DiskCache } from './disk-cache.ts';
import type { NodeResult } from './node-result.ts';
import { bytesOf } from './value-size.ts';

/** Results by the key of what made them (see `keyOf`). */
export interface NodeCache {
  /** From memory. */
  get(key: string): NodeResult | undefined;
  /** From memory, else from disk. */
  load(key: string): Promise<NodeResult | undefined>;
  put(key: string, result: NodeResult, where: 'memory' | 'disk'): void;
  /** Resolves when all that was put is on disk. */
  flush(): Promise<void>;
  /** Forgets what is in memory. */
  clear(): void;
}

/**
 * Keeps what was used last within `budget` bytes; what alone is larger is not kept.
 * @param disk keeps what also survives a restart; without it nothing does
 */
export function createNodeCache(budget: number, disk?: DiskCache): NodeCache {
  const entries = new Map<string, { result: NodeResult; bytes: number }>();
  let total = 0;
  let writing = Promise.resolve();

  const remove = (key: string) => {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  };
  const keep = (key: string, result: NodeResult) => {
    const bytes = bytesOf(result);
    remove(key);
    if (bytes > budget) return;
    entries.set(key, { result, bytes });
    total += bytes;
    for (const oldest of entries.keys()) {
      if (total <= budget) break;
      remove(oldest);
    }
  };
  const get = (key: string) => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    entries.delete(key);
    entries.set(key, entry);
    return entry.result;
  };

  return {
    get,
    async load(key) {
      const known = get(key);
      if (known || !disk) return known;
      const kept = await disk.read(key);
      if (!kept) return undefined;
      const result = { ...kept, ui: null };
      keep(key, result);
      return result;
    },
    put(key, result, where) {
      keep(key, result);
      if (where === 'disk' && disk) writing = writing.then(() => disk.write(key, result));
    },
    flush: () => writing,
    clear() {
      entries.clear();
      total = 0;
    },
  };
}
