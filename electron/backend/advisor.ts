import type { WorkspaceOptions } from '../../nodes/files/workspace.ts';
import { workerCalls } from '../process/worker-calls.ts';
import type { Question, Questions, ToAdvisor } from '../protocol/advice.ts';

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
  const calls = workerCalls<ToAdvisor, Questions[keyof Questions]['reply']>(ENTRY);
  return {
    ask(kind, request) {
      const question = { kind, request } as Question;
      return calls.ask({ workspace: workspace(), question });
    },
    close: () => calls.close(),
  };
}
