const CRASHES = 3;
const WINDOW_MS = 60_000;

/** Counts the crashes of a process that its watcher starts again. */
export interface CrashLimit {
  crashed(now: number): void;
  /** Forgets the crashes, e.g. as the process has done what it is for. */
  forgive(): void;
  /** Milliseconds until another process may start; 0: at once. */
  waitFor(now: number): number;
}

/** Three crashes within a minute stop the restarts until the first is a minute old. */
export function crashLimit(): CrashLimit {
  let crashes: number[] = [];
  return {
    crashed: (now) => void (crashes = [...crashes, now].slice(-CRASHES)),
    forgive: () => void (crashes = []),
    waitFor(now) {
      const first = crashes[0];
      if (first === undefined || crashes.length < CRASHES) return 0;
      return Math.max(0, first + WINDOW_MS - now);
    },
  };
}
