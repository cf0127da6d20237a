/** Converts tensors in threads of their own. */
import { Worker } from 'node:worker_threads';
import { UserError, type Problem } from '../../../errors.ts';
import type { ScaleType } from '../../../runtime/precision.ts';
import type { StoredTensor } from '../weight-source.ts';
import type { Action } from './plan.ts';

export interface ConvertOrders {
  /** What is written to; null: nothing is written, tensors are only looked at. */
  readonly file: string | null;
  readonly scaleType: ScaleType;
}

export interface ConvertTask {
  readonly stored: StoredTensor;
  readonly action: Action;
  /** Where each part goes in the file. */
  readonly offsets: readonly number[];
}

export type ConvertAnswer =
  | { readonly fits: boolean }
  | { readonly problem: Problem }
  | { readonly failure: string; readonly code: string | undefined };

export interface PoolEvents<T> {
  started(task: T): void;
  /** @param fits whether all its numbers fit float16 where they had to. @returns whether to go on */
  finished(task: T, fits: boolean): boolean;
}

/**
 * Resolves when all tasks are done, or `finished` said to stop, and no thread is left.
 * @throws UserError of a task, the system's error of a write, the signal's reason
 */
export async function convertInThreads<T extends ConvertTask>(
  tasks: readonly T[],
  orders: ConvertOrders,
  threads: number,
  events: PoolEvents<T>,
  signal?: AbortSignal,
): Promise<void> {
  const queue = tasks.values();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  const abort = () => aborted.reject(signal?.reason);
  let isStopped = false;
  signal?.throwIfAborted();
  signal?.addEventListener('abort', abort, { once: true });

  const serve = async (worker: Worker) => {
    for (const task of queue) {
      if (isStopped) return;
      events.started(task);
      const fits = fitsOrThrow(await ask(worker, task));
      if (!isStopped && !events.finished(task, fits)) isStopped = true;
    }
  };
  const workers = Array.from(
    { length: Math.min(threads, tasks.length) },
    () =>
      new Worker(new URL('./convert-worker.ts', import.meta.url), {
        workerData: orders,
        execArgv: [],
      }),
  );
  try {
    await Promise.race([Promise.all(workers.map(serve)), aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', abort);
    isStopped = true;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, { stored, action, offsets }: ConvertTask): Promise<ConvertAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ConvertAnswer>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.postMessage({ stored, action, offsets } satisfies ConvertTask);
  return promise.finally(() => worker.off('message', resolve).off('error', reject));
}

function fitsOrThrow(answer: ConvertAnswer): boolean {
  if ('fits' in answer) return answer.fits;
  if ('problem' in answer) {
    const { code, message, cure } = answer.problem;
    throw new UserError(code, message, cure);
  }
  throw Object.assign(new Error(answer.failure), { code: answer.code });
}
