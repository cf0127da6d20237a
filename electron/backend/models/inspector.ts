import type { InspectedModel } from '../../../nodes/inspect/inspect-model.ts';
import { workerCalls } from '../../process/worker-calls.ts';
import type { ToInspect } from './inspect-worker.ts';

const ENTRY = new URL('inspect-worker.ts', import.meta.url);

/** Tells what model files are; remembers by path. */
export interface Inspector {
  /** What was last known of a file; null before its header was read. */
  known(path: string): InspectedModel | null;
  /** Looks at a file, and reads its header if it changed. */
  look(path: string, folder: string): Promise<void>;
  close(): Promise<void>;
}

export function createInspector(): Inspector {
  const models = new Map<string, InspectedModel>();
  const calls = workerCalls<ToInspect, InspectedModel>(ENTRY);
  return {
    known: (path) => models.get(path) ?? null,
    async look(path, folder) {
      models.set(path, await calls.ask({ path, folder }));
    },
    close: () => calls.close(),
  };
}
