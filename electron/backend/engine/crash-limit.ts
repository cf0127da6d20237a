const CRASHES = 3;
const WINDOW_MS = 60_000;

/** Counts crashes that no finished job lies between. */
export interface CrashLimit {
  crashed(now: number): void;
  jobFinished(): void;
  /** Milliseconds until another process may start; 0: at once. */
  waitFor(now: number): number;
}

/** Three crashes within a minute, with no job finished in between, stop the restarts until the first is a minute old. */
export function crashLimit(): CrashLimit {
  let crashes: number[] = [];
  return {
    crashed: (now) => void (crashes = [...crashes, now].slice(-CRASHES)),
    jobFinished: () => void (crashes = []),
    waitFor(now) {
      const first = crashes[0];
      if (first === undefined || crashes.length < CRASHES) return 0;
      return Math.max(0, first + WINDOW_MS - now);
    },
  };
}
