/** Calls to a thread of its own: both of their ends. */
import { parentPort, Worker } from 'node:worker_threads';

interface Call<Q> {
  readonly id: number;
  readonly question: Q;
}
interface Answer<A> {
  readonly id: number;
  readonly answer: A;
}

type Answerer<Q> = (question: Q) => unknown;

export interface WorkerCalls<Q, A> {
  /** Starts the thread if there is none. @throws what the thread died of */
  ask(question: Q): Promise<A>;
  close(): Promise<void>;
}

/** @param entry module that calls `answerCalls` */
export function workerCalls<Q, A>(entry: URL): WorkerCalls<Q, A> {
  const waiting = new Map<number, PromiseWithResolvers<A>>();
  let worker: Worker | null = null;
  let asked = 0;

  const start = (): Worker => {
    const started = new Worker(entry, { execArgv: [] });
    started.unref();
    started.on('message', ({ id, answer }: Answer<A>) => {
      waiting.get(id)?.resolve(answer);
      waiting.delete(id);
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
    ask(question) {
      const id = asked++;
      const answer = Promise.withResolvers<A>();
      waiting.set(id, answer);
      (worker ?? start()).postMessage({ id, question } satisfies Call<Q>);
      return answer.promise;
    },
    async close() {
      await worker?.terminate();
    },
  };
}

/** In the thread: answers each call. What `answer` throws ends the thread. */
export function answerCalls<Q>(answer: Answerer<Q>): void {
  const reply = async ({ id, question }: Call<Q>): Promise<void> => {
    parentPort?.postMessage({ id, answer: await answer(question) } satisfies Answer<unknown>);
  };
  parentPort?.on('message', (call: Call<Q>) => void reply(call));
}
