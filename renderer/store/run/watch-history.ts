import { onServerEvent } from './connection.ts';
import { refreshHistory } from './history.ts';
import { runs } from './runs.ts';

const ENDS = new Set(['execution_success', 'execution_error', 'execution_interrupted']);
const GATHER_MS = 200;

/** Reads the history whenever a run has ended, of this page or of another client. */
export function watchHistory(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void refreshHistory();
    }, GATHER_MS);
  };
  onServerEvent(({ type }) => ENDS.has(type) && plan());
  runs.subscribe(({ queue }, before) => {
    if (before.queue.running && queue.running?.id !== before.queue.running.id) plan();
  });
}
