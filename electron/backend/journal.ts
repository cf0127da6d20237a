import type { LogEntry } from '../protocol/log.ts';

const KEPT = 2000;
const LONGEST = 4000;

/** The last lines that the server and its engine wrote. */
export interface Journal {
  /** Without the end of line; several lines become several entries. */
  add(text: string): void;
  entries(): readonly LogEntry[];
  /** Calls the listener with each new line; gives what ends that. */
  listen(listener: (entry: LogEntry) => void): () => void;
}

export function createJournal(now: () => Date = () => new Date()): Journal {
  let kept: LogEntry[] = [];
  const listeners = new Set<(entry: LogEntry) => void>();
  return {
    add(text) {
      for (const line of text.split(/\r?\n/)) {
        const entry = { t: now().toISOString(), m: line.slice(0, LONGEST) };
        kept.push(entry);
        if (kept.length > 2 * KEPT) kept = kept.slice(-KEPT);
        for (const listener of listeners) listener(entry);
      }
    },
    entries: () => kept.slice(-KEPT),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
