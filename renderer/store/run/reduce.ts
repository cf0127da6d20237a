/** Takes the server's messages into the state of runs. */
import type { MessageData, ServerMessage } from '../../../electron/protocol/websocket.ts';
import type { OutputFile } from '../../../nodes/run-context.ts';
import { changeNode, nodesOf, withNodes } from './node-runs.ts';
import { EMPTY_TAB_RUN, IDLE, type Fix, type Job, type NodeRun, type RunState } from './types.ts';

/** The newest preview of a node. */
export interface Preview {
  readonly type: 'preview';
  readonly data: { readonly prompt_id: string; readonly node: string; readonly picture: Blob };
}
export type RunEvent = ServerMessage | Preview;

/** @param now milliseconds of this machine's clock. Messages about jobs of others change nothing. */
export function reduce(state: RunState, event: RunEvent, now: number): RunState {
  const job = 'prompt_id' in event.data && state.jobs[String(event.data.prompt_id)];
  if (!job) return state;
  switch (event.type) {
    case 'execution_start':
      return began(state, job, event.data.timestamp);
    case 'execution_cached':
      return changeNodes(state, job, event.data.nodes, () => ({ status: 'cached', ms: null }));
    case 'executing':
      return event.data.node === null
        ? state
        : changeNodes(state, job, [event.data.node], (run) => running(run, now));
    case 'progress': {
      const { node, value, max } = event.data;
      return changeNodes(state, job, [node], (run) => ({ ...running(run, now), value, max }));
    }
    case 'progress_state':
      return progressed(state, job, event.data.nodes, now);
    case 'preview':
      return changeNodes(state, job, [event.data.node], () => ({ preview: event.data.picture }));
    case 'executed':
      return executed(state, job, event.data);
    case 'execution_success':
      return ended(state, job, 'done', event.data.timestamp);
    case 'execution_interrupted':
      return ended(
        changeNodes(state, job, listed(event.data.node_id), () => ({ status: 'interrupted' })),
        job,
        'interrupted',
        event.data.timestamp,
      );
    case 'execution_error':
      return ended(failed(state, job, event.data), job, 'error', event.data.timestamp);
    default:
      return state;
  }
}

/** All nodes of the job wait for their turn; what they made before stays to be seen. */
function began(state: RunState, job: Job, started: number): RunState {
  const waiting: Partial<NodeRun> = { ...IDLE, status: 'waiting', job: job.id };
  const known = job.tab === null ? {} : nodesOf(state, job.tab);
  const nodes = new Set([
    ...job.nodes,
    ...Object.keys(known).filter((id) => known[id]?.job === job.id),
  ]);
  const cleared = withoutProblems(state, job.tab);
  return changeNodes(
    withJob(cleared, { ...job, state: 'running', started }),
    job,
    [...nodes],
    (run) => ({
      ...waiting,
      files: run.files,
    }),
  );
}

/** What a check said of a node holds no longer once a run has begun. */
function withoutProblems(state: RunState, tab: string | null): RunState {
  if (tab === null) return state;
  let nodes = nodesOf(state, tab);
  for (const [id, run] of Object.entries(nodes)) {
    if (run.problem) nodes = changeNode(nodes, id, { problem: null, status: 'idle' });
  }
  return withNodes(state, tab, nodes);
}

function running(run: NodeRun, now: number): Partial<NodeRun> {
  return run.status === 'running' ? {} : { status: 'running', since: now, value: 0, max: 0 };
}

function progressed(
  state: RunState,
  job: Job,
  told: MessageData['progress_state']['nodes'],
  now: number,
): RunState {
  const runs = job.tab === null ? {} : nodesOf(state, job.tab);
  const finished = Object.values(told).filter(
    ({ node_id, state: is }) => is === 'finished' && !isOver(runs[node_id], job),
  );
  return finished.reduce(
    (next, { node_id, ms }) =>
      changeNodes(next, job, [node_id], (run) => ({
        status: 'done',
        ms: ms ?? now - run.since,
        preview: null,
      })),
    state,
  );
}

function isOver(run: NodeRun | undefined, job: Job): boolean {
  return run?.job === job.id && run.status !== 'waiting' && run.status !== 'running';
}

function executed(state: RunState, job: Job, data: MessageData['executed']): RunState {
  const files = data.output['images'] ?? [];
  if (job.tab === null || files.length === 0) return state;
  const next = changeNodes(state, job, [data.node], () => ({ files }));
  const run = next.tabs[job.tab] ?? EMPTY_TAB_RUN;
  const file = files[0];
  const isShownOnly = run.latest?.job === job.id && run.latest.file.type === 'output';
  if (!file || (isShownOnly && file.type !== 'output')) return next;
  if (isSameFile(file, run.latest?.file)) return next;
  const latest = { job: job.id, node: data.node, file };
  const previous = run.latest?.job === job.id ? run.previous : run.latest;
  return { ...next, tabs: { ...next.tabs, [job.tab]: { ...run, latest, previous } } };
}

/** A cached node tells the file that it made before. */
function isSameFile(a: OutputFile, b: OutputFile | undefined): boolean {
  return a.filename === b?.filename && a.subfolder === b.subfolder && a.type === b.type;
}

function failed(state: RunState, job: Job, data: MessageData['execution_error']): RunState {
  const { node_id, exception_message, code, cure } = data;
  const message =
    cure !== '' && exception_message.endsWith(cure)
      ? exception_message.slice(0, -cure.length).trim()
      : exception_message;
  const fixes: readonly Fix[] = code === 'tokenizer_missing' ? [{ kind: 'tokenizers' }] : [];
  const problem = { code, message, cure, input: null, fixes };
  return changeNodes(state, job, [node_id], () => ({ status: 'error', problem }));
}

/** What did not run is as it was before. */
function ended(state: RunState, job: Job, end: Job['state'], at: number): RunState {
  const { started } = state.jobs[job.id] ?? job;
  const next = withJob(state, { ...job, state: end, started, ended: at });
  if (job.tab === null) return next;
  const runs = nodesOf(next, job.tab);
  const open = Object.keys(runs).filter((id) => {
    const run = runs[id];
    return run?.job === job.id && (run.status === 'waiting' || run.status === 'running');
  });
  return changeNodes(next, job, open, () => ({ status: 'idle', preview: null }));
}

export function withJob(state: RunState, job: Job): RunState {
  return { ...state, jobs: { ...state.jobs, [job.id]: job } };
}

function changeNodes(
  state: RunState,
  job: Job,
  ids: readonly string[],
  change: (run: NodeRun) => Partial<NodeRun>,
): RunState {
  if (job.tab === null) return state;
  let nodes = nodesOf(state, job.tab);
  for (const id of ids) {
    nodes = changeNode(nodes, id, { job: job.id, ...change(nodes[id] ?? IDLE) });
  }
  return withNodes(state, job.tab, nodes);
}

function listed(id: string | null): readonly string[] {
  return id === null ? [] : [id];
}
