import { Worker } from 'node:worker_threads';
import type { InspectedModel } from '../../../nodes/inspect/inspect-model.ts';
import type { Inspected, ToInspect } from './inspect-worker.ts';

const ENTRY = new URL('inspect-worker.ts', import.meta.url);

/** Tells what model files are; remembers by path. */
export interface Inspector {
  /** What was last known of a file; null before its header was read. */
  known(path: string): InspectedModel | null;
  /** Looks at a file, and reads its header if it changed; a look that is under way is joined. */
  look(path: string, folder: string): Promise<void>;
  close(): Promise<void>;
}

export function createInspector(): Inspector {
  const models = new Map<string, InspectedModel>();
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  let worker: Worker | null = null;

  const start = (): Worker => {
    const started = new Worker(ENTRY, { execArgv: [] });
    started.unref();
    started.on('message', ({ path, model }: Inspected) => {
      models.set(path, model);
      waiting.get(path)?.resolve();
      waiting.delete(path);
    });
    started.on('error', (error) => {
      worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    worker = started;
    return started;
  };

  return {
    known: (path) => models.get(path) ?? null,
    look(path, folder) {
      const asked = waiting.get(path);
      if (asked) return asked.promise;
      const answer = Promise.withResolvers<void>();
      waiting.set(path, answer);
      (worker ?? start()).postMessage({ path, folder } satisfies ToInspect);
      return answer.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
