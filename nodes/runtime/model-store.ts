import { UserError } from '../errors.ts';
import { inGigabytes } from './in-gigabytes.ts';

/** Something that holds memory until it is disposed of. */
export interface Loaded {
  /** Estimate of what it holds, for the budget. */
  readonly bytes: number;
  dispose(): Promise<void>;
}

/** What is to be opened, with what it will take: room is made for that first. */
export interface ModelRequest<T extends Loaded> {
  readonly key: string;
  /** For messages: the file as the person named it. */
  readonly label: string;
  /** What it holds once it is loaded. */
  readonly bytes: number;
  /** What its work takes beside that, until it ends. */
  readonly working?: number;
  readonly load: () => Promise<T>;
}

/** Opened networks, which take turns within a memory budget. */
export interface ModelStore {
  /** Bytes that all networks may hold together. */
  readonly budget: number;
  /**
   * Does `work` with the network under `key`, which is loaded first where it is not there. Others go before that, least
   * recently used first; those at work stay, and their end is waited for. Work must not use the store itself.
   * @throws UserError `out_of_memory` for what exceeds the budget alone, and what `load` and `work` throw
   */
  use<T extends Loaded, R>(
    request: ModelRequest<T>,
    work: (loaded: T) => R | Promise<R>,
  ): Promise<R>;
  /** Disposes of everything (the `/free` route), of what is at work when it ends. */
  clear(): Promise<void>;
}

interface Entry {
  readonly loaded: Loaded;
  readonly bytes: number;
  /** Of those who use it now. */
  working: number[];
}

/** @param budget in bytes */
export function createModelStore(budget: number): ModelStore {
  /** Least recently used first. */
  const entries = new Map<string, Entry>();
  let turn: Promise<void> = Promise.resolve();
  let waiting: (() => void)[] = [];

  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const held = () => sum([...entries.values()].map(({ bytes, working }) => bytes + sum(working)));
  const ended = () => {
    for (const go of waiting.splice(0)) go();
  };

  async function drop(key: string): Promise<void> {
    const entry = entries.get(key);
    entries.delete(key);
    await entry?.loaded.dispose();
  }

  /** Until `bytes` more are free, beside what `key` holds. */
  async function makeRoom(key: string, bytes: number): Promise<void> {
    while (held() + bytes > budget) {
      const idle = [...entries].find(
        ([other, { working }]) => other !== key && working.length === 0,
      );
      if (idle) await drop(idle[0]);
      else if ([...entries.values()].some(({ working }) => working.length > 0)) {
        await new Promise<void>((go) => waiting.push(go));
      } else return;
    }
  }

  async function sweep(): Promise<void> {
    for (const [key, { working }] of entries) {
      while (working.length > 0) await new Promise<void>((go) => waiting.push(go));
      await drop(key);
    }
  }

  async function opened<T extends Loaded>({ bytes, load }: ModelRequest<T>): Promise<Entry> {
    const loaded = await load();
    return { loaded, bytes: Math.max(bytes, loaded.bytes), working: [] };
  }

  async function enter<T extends Loaded>(request: ModelRequest<T>): Promise<Entry> {
    const { key, bytes, working = 0 } = request;
    const known = entries.get(key);
    await makeRoom(key, working + (known ? 0 : bytes));
    const entry = known ?? (await opened(request));
    entries.delete(key);
    entries.set(key, entry);
    entry.working.push(working);
    return entry;
  }

  return {
    budget,
    async use<T extends Loaded, R>(
      request: ModelRequest<T>,
      work: (loaded: T) => R | Promise<R>,
    ): Promise<R> {
      const { bytes, working = 0 } = request;
      if (bytes + working > budget) throw tooLarge(request, budget);
      const entered = turn.then(() => enter(request));
      turn = entered.then(
        () => undefined,
        () => undefined,
      );
      const entry = await entered;
      try {
        return await work(entry.loaded as T);
      } finally {
        entry.working.splice(entry.working.indexOf(working), 1);
        ended();
      }
    },
    clear() {
      const cleared = turn.then(sweep);
      turn = cleared.catch(() => undefined);
      return cleared;
    },
  };
}

function tooLarge({ label, bytes, working = 0 }: ModelRequest<Loaded>, budget: number): UserError {
  const beside = working > 0 ? ` and ${inGigabytes(working)} to work with` : '';
  return new UserError(
    'out_of_memory',
    `${label} needs ${inGigabytes(bytes)} of memory${beside}; the budget for models is ${inGigabytes(budget)}.`,
    'Make the picture smaller, choose a lower precision, or raise the memory budget in the settings.',
  );
}
