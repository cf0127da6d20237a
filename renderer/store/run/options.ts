/** How a person wants runs to be queued. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface RunOptions {
  /** Runs that one press of the button queues. */
  readonly count: number;
  /** Whether each change of the workflow queues a run. */
  readonly onChange: boolean;
}

export const MOST_RUNS = 100;

export const runOptions = createStore<RunOptions>(() => ({ count: 1, onChange: false }));

export function setRunCount(count: number): void {
  const whole = Number.isFinite(count) ? Math.round(count) : 1;
  runOptions.setState({ count: Math.min(MOST_RUNS, Math.max(1, whole)) });
}

export function useRunOptions<T>(select: (options: RunOptions) => T): T {
  return useStore(runOptions, select);
}
