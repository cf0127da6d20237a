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
