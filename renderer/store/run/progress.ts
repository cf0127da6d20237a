/** How far the running job is, and how long the queue will take. */
import type { Job, NodeRun, RunState } from './types.ts';

export interface Progress {
  readonly job: Job;
  /** 0 to 1. */
  readonly done: number;
  /** The node that runs; null between nodes. */
  readonly node: string | null;
  /** Steps of that node; 0 of 0 when it has none. */
  readonly value: number;
  readonly max: number;
  /** Of the running job, milliseconds; null before it can be told. */
  readonly left: number | null;
}

/** Of the job of this page that runs. @param now by this machine's clock */
export function progressOf(state: RunState, now: number): Progress | null {
  const job = state.jobs[state.queue.running?.id ?? ''];
  if (!job || job.tab === null || job.state !== 'running') return null;
  const runs = Object.entries(state.tabs[job.tab]?.nodes ?? {}).filter(
    ([id, run]) => run.job === job.id && job.nodes.includes(id),
  );
  const current = runs.find(([, run]) => run.status === 'running');
  const [node = null, run = null] = current ?? [];
  const cached = runs.filter(([, { status }]) => status === 'cached').length;
  const whole = job.nodes.length - cached + job.steps - 1;
  const done = runs.reduce((sum, [, one]) => sum + workDone(one), 0);
  return {
    job,
    done: whole > 0 ? Math.min(1, done / whole) : 0,
    node,
    value: run?.value ?? 0,
    max: run?.max ?? 0,
    left: run && run.max > 1 && run.value > 0 ? stepsLeft(run, now) : null,
  };
}

/** Steps count as a node each. */
function workDone({ status, value, max }: NodeRun): number {
  if (max > 1) return value;
  return status === 'done' ? 1 : 0;
}

function stepsLeft({ since, value, max }: NodeRun, now: number): number {
  return ((now - since) / value) * (max - value);
}

/** Of all that waits too, taking each job as long as the last one that was done; null before it can be told. */
export function queueLeft(state: RunState, now: number): number | null {
  const left = progressOf(state, now)?.left ?? null;
  const { pending } = state.queue;
  if (left === null || pending.length === 0) return left;
  const last = Object.values(state.jobs).findLast(({ state: is }) => is === 'done');
  if (last?.started == null || last.ended === null) return null;
  return left + pending.length * (last.ended - last.started);
}
