/** Something that holds memory until it is disposed of. */
export interface Loaded {
  /** Estimate of what it holds, for the budget. */
  readonly bytes: number;
  dispose(): Promise<void>;
}

/** Opened networks, most recently used kept, within a memory budget. */
export interface ModelStore {
  /** The network under `key`, loaded by `load` if it is not there. */
  open<T extends Loaded>(key: string, load: () => Promise<T>): Promise<T>;
  /** Disposes of everything (the `/free` route). */
  clear(): Promise<void>;
}

/**
 * Keeps what was opened, least recently used first out, while the sum of `bytes` exceeds `budget`.
 * The network just opened always stays, even alone over budget.
 */
export function createModelStore(budget: number): ModelStore {
  const opened = new Map<string, Promise<Loaded>>();

  async function trim(keep: string): Promise<void> {
    const sizes = new Map<string, number>();
    for (const [key, loaded] of opened) sizes.set(key, (await loaded).bytes);
    let total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [key, bytes] of sizes) {
      if (total <= budget) return;
      if (key === keep) continue;
      total -= bytes;
      const loaded = opened.get(key);
      opened.delete(key);
      await (await loaded)?.dispose();
    }
  }

  return {
    async open<T extends Loaded>(key: string, load: () => Promise<T>): Promise<T> {
      const known = opened.get(key) as Promise<T> | undefined;
      const loaded = known ?? load();
      opened.delete(key);
      opened.set(key, loaded);
      if (known) return known;
      try {
        await loaded;
      } catch (error) {
        opened.delete(key);
        throw error;
      }
      await trim(key);
      return loaded;
    },
    async clear(): Promise<void> {
      const all = [...opened.values()];
      opened.clear();
      for (const loaded of all) await (await loaded).dispose();
    },
  };
}
