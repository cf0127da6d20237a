import { Worker } from 'node:worker_threads';
import type { WorkspaceOptions } from '../../nodes/files/workspace.ts';
import type { FromAdvisor, Question, Questions, ToAdvisor } from '../protocol/advice.ts';

const ENTRY = new URL('../advisor/main.ts', import.meta.url);

/** Answers what can be known of a workflow without running it. */
export interface Advisor {
  ask<K extends keyof Questions>(
    kind: K,
    request: Questions[K]['request'],
  ): Promise<Questions[K]['reply']>;
  close(): Promise<void>;
}

/** An advisor in a thread of its own, started by the first question and again after it died. */
export function createAdvisor(workspace: () => WorkspaceOptions): Advisor {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let worker: Worker | null = null;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(ENTRY, { execArgv: [] });
    started.unref();
    started.on('message', (message: FromAdvisor) => {
      const question = waiting.get(message.id);
      waiting.delete(message.id);
      question?.resolve(message.reply);
    });
    started.on('error', (error) => {
      worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    });
    worker = started;
    return started;
  }

  return {
    ask(kind, request) {
      const id = asked++;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      const message: ToAdvisor = {
        id,
        workspace: workspace(),
        question: { kind, request } as Question,
      };
      (worker ?? start()).postMessage(message);
      return answer.promise as Promise<never>;
    },
    async close() {
      await worker?.terminate();
    },
  };
}
