/** Makes the state of runs agree with what the server says of its queue and its history. */
import type { HistoryItem, QueueItem, QueueState } from '../../../electron/protocol/queue.ts';
import { changeNode, nodesOf, withNodes } from './node-runs.ts';
import { withJob } from './reduce.ts';
import type { Job, RunState } from './types.ts';

/** Which tab an item of the queue belongs to; null when it is none of this page. */
export type TabOf = (item: QueueItem) => string | null;

/** Takes the queue over; jobs of this client that the page does not know, as after a reload, become known. */
export function applyQueue(
  state: RunState,
  queue: QueueState,
  client: string,
  tabOf: TabOf,
): RunState {
  const items = queue.running ? [queue.running, ...queue.pending] : queue.pending;
  const unknown = items.filter((item) => item.client === client && !state.jobs[item.id]);
  return unknown.reduce(
    (next, item) =>
      withJob(next, {
        id: item.id,
        tab: tabOf(item),
        name: item.name ?? '',
        nodes: [],
        state: item === queue.running ? 'running' : 'queued',
        started: null,
        ended: null,
        seed: null,
        steps: 1,
      }),
    { ...state, queue },
  );
}

/** Jobs that are open here but not in the queue: they have ended, or were taken out. */
export function missingJobs(state: RunState, asked: readonly string[]): readonly string[] {
  const { running, pending } = state.queue;
  const waiting = new Set(pending.map(({ id }) => id));
  return asked.filter((id) => !waiting.has(id) && id !== running?.id && isOpen(state.jobs[id]));
}

export function openJobs(state: RunState): readonly string[] {
  return Object.keys(state.jobs).filter((id) => isOpen(state.jobs[id]));
}

function isOpen(job: Job | undefined): boolean {
  return job?.state === 'queued' || job?.state === 'running';
}

/** Forgets a job that will not run: its nodes wait for nothing. */
export function dropJob(state: RunState, id: string): RunState {
  const { [id]: dropped, ...jobs } = state.jobs;
  const next = { ...state, jobs };
  if (!dropped?.tab) return next;
  let nodes = nodesOf(next, dropped.tab);
  for (const [node, run] of Object.entries(nodes)) {
    const isOpenHere = run.status === 'waiting' || run.status === 'running';
    if (run.job === id && isOpenHere) {
      nodes = changeNode(nodes, node, { status: 'idle', preview: null });
    }
  }
  return withNodes(next, dropped.tab, nodes);
}

/** Shows the newest picture of each tab that has none, from the history. */
export function applyHistory(
  state: RunState,
  items: readonly HistoryItem[],
  tabOf: TabOf,
): RunState {
  let next = state;
  for (const item of items) {
    const tab = tabOf(item);
    const [file] = item.files;
    if (tab === null || !file || next.tabs[tab]?.latest) continue;
    const { id, name, started, ended, seed } = item;
    const latest = { job: id, node: '', file };
    next = withJob(next, {
      id,
      tab,
      name: name ?? '',
      nodes: [],
      state: 'done',
      started,
      ended,
      seed,
      steps: 1,
    });
    const run = next.tabs[tab] ?? { nodes: {}, previous: null };
    next = { ...next, tabs: { ...next.tabs, [tab]: { ...run, latest } } };
  }
  return next;
}
