/** Whether anything was ever run here: until then the window says where to begin. */
import { useStore } from 'zustand';
import { kept } from './preferences.ts';
import { runs } from './run/runs.ts';

const firstRun = kept('firstRun', { isOver: false });

/** To be called once. */
export function watchFirstRun(): void {
  runs.subscribe(({ jobs }) => {
    if (firstRun.getState().isOver) return;
    if (Object.values(jobs).some(({ state }) => state !== 'queued')) {
      firstRun.setState({ isOver: true });
    }
  });
}

/** True until something was run for the first time. */
export function useIsNew(): boolean {
  return useStore(firstRun, ({ isOver }) => !isOver);
}
