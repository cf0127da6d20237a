import { expect, it } from 'vitest';
import type { HistoryItem, QueueItem } from '../../../electron/protocol/queue.ts';
import type { ServerMessage } from '../../../electron/protocol/websocket.ts';
import recordedRuns from './recorded-runs.json' with { type: 'json' };
import { reduce, withJob } from './reduce.ts';
import { applyHistory, applyQueue, dropJob, missingJobs, openJobs } from './sync.ts';
import { NO_RUNS, type Job, type RunState } from './types.ts';

const recorded = recordedRuns as unknown as Record<
  'fresh' | 'cached' | 'interrupted' | 'failed',
  ServerMessage[]
>;
const NODES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

function idOf(messages: readonly ServerMessage[]): string {
  const start = messages.find((message) => message.type === 'execution_start');
  return start?.data.prompt_id ?? '';
}

function known(state: RunState, id: string, rest: Partial<Job> = {}): RunState {
  const job = { id, tab: 'tab', name: 'Star', nodes: NODES, state: 'queued' } as const;
  return withJob(state, { ...job, started: null, ended: null, seed: '5', steps: 3, ...rest });
}

function play(messages: readonly ServerMessage[], from = NO_RUNS): RunState {
  const start = known(from, idOf(messages));
  return messages.reduce((state, message, i) => reduce(state, message, 1000 + i), start);
}

const nodes = (state: RunState) => state.tabs['tab']?.nodes ?? {};
const statuses = (state: RunState) => NODES.map((id) => nodes(state)[id]?.status).join(' ');

it('follows a run to its picture, with the seconds of each node', () => {
  const state = play(recorded.fresh);
  expect(statuses(state)).toBe('done done done done done done done done done');
  expect(nodes(state)['7']).toMatchObject({ value: 3, max: 3, ms: expect.any(Number) });
  expect(nodes(state)['9']?.files).toMatchObject([{ type: 'output' }]);
  expect(state.tabs['tab']?.latest).toMatchObject({ node: '9', job: idOf(recorded.fresh) });
  const job = state.jobs[idOf(recorded.fresh)];
  expect(job?.state).toBe('done');
  expect(Number(job?.ended)).toBeGreaterThan(Number(job?.started));
});

it('counts the steps of the node that runs, while the others wait', () => {
  const half = recorded.fresh.slice(0, recorded.fresh.findIndex((m) => m.type === 'progress') + 1);
  const state = play(half);
  expect(nodes(state)['7']).toMatchObject({ status: 'running', value: 1, max: 3 });
  expect(statuses(state)).toBe('done done done done done done running waiting waiting');
});

it('a step touches one node', () => {
  const at = recorded.fresh.findIndex((m) => m.type === 'progress');
  const before = play(recorded.fresh.slice(0, at));
  const step = recorded.fresh[at];
  if (!step) throw new Error('no step was recorded');
  const after = reduce(before, step, 0);
  for (const id of NODES) expect(nodes(after)[id] === nodes(before)[id]).toBe(id !== '7');
});

it('a second run is cached, and its picture is still that of the first', () => {
  const state = play(recorded.cached, play(recorded.fresh));
  expect(new Set(statuses(state).split(' '))).toEqual(new Set(['cached']));
  expect(nodes(state)['9']?.files).toHaveLength(1);
  expect(state.tabs['tab']?.latest?.job).toBe(idOf(recorded.fresh));
  expect(state.tabs['tab']?.previous).toBeNull();
});

it('the picture of the run before is kept to compare with', () => {
  let state = known(play(recorded.fresh), 'next');
  const images = [{ filename: 'new.png', subfolder: '', type: 'output' as const }];
  const data = { prompt_id: 'next', node: '9', display_node: '9', output: { images } };
  state = reduce(state, { type: 'executed', data }, 0);
  expect(state.tabs['tab']?.latest?.job).toBe('next');
  expect(state.tabs['tab']?.previous?.job).toBe(idOf(recorded.fresh));
});

it('an interrupted run leaves nothing running', () => {
  const state = play(recorded.interrupted);
  expect(statuses(state)).toBe('cached cached cached cached cached cached interrupted idle idle');
  expect(state.jobs[idOf(recorded.interrupted)]?.state).toBe('interrupted');
});

it('an error stands on its node as sentence and cure', () => {
  const state = play(recorded.failed);
  expect(nodes(state)['7']).toMatchObject({
    status: 'error',
    problem: {
      code: 'latent_too_large',
      message: expect.stringMatching(/^A picture of 8192 x 8192 is larger/),
      cure: 'Choose a width and height of at most 384.',
    },
  });
  expect(nodes(state)['7']?.problem?.message).not.toContain('Choose');
  const next = play(recorded.fresh, state);
  expect(nodes(next)['7']?.problem).toBeNull();
});

it('a vocabulary that is missing can be got from its node', () => {
  const messages = recorded.failed.map((message) =>
    message.type === 'execution_error'
      ? { ...message, data: { ...message.data, code: 'tokenizer_missing' } }
      : message,
  );
  expect(nodes(play(messages))['7']?.problem?.fixes).toEqual([{ kind: 'tokenizers' }]);
  expect(nodes(play(recorded.failed))['7']?.problem?.fixes).toEqual([]);
});

it('a run that starts again begins anew', () => {
  const half = recorded.fresh.slice(0, -8);
  const state = play([...half, ...half.filter((m) => m.type === 'execution_start')]);
  expect(new Set(statuses(state).split(' '))).toEqual(new Set(['waiting']));
});

it('messages about jobs of others change nothing', () => {
  const state = recorded.fresh.reduce((next, message) => reduce(next, message, 0), NO_RUNS);
  expect(state).toBe(NO_RUNS);
});

it('an instance of a subgraph says what those inside it do', () => {
  let state = known(NO_RUNS, 'a', { nodes: ['5:1', '5:2'] });
  const say = (message: ServerMessage) => (state = reduce(state, message, 0));
  say({ type: 'execution_start', data: { prompt_id: 'a', timestamp: 0 } });
  expect(nodes(state)['5']?.status).toBe('waiting');
  say({ type: 'progress', data: { prompt_id: 'a', node: '5:1', value: 2, max: 4 } });
  expect(nodes(state)['5']).toMatchObject({ status: 'running', value: 2, max: 4 });
  say({ type: 'execution_cached', data: { prompt_id: 'a', nodes: ['5:1'], timestamp: 0 } });
  say({ type: 'executing', data: { prompt_id: 'a', node: '5:2' } });
  expect(nodes(state)['5']).toMatchObject({ status: 'running', value: 0 });
});

it('a preview is kept for its node until the node is done', () => {
  const picture = new Blob(['jpeg']);
  const running = play(
    recorded.fresh.slice(
      0,
      recorded.fresh.findIndex((m) => m.type === 'progress'),
    ),
  );
  const data = { prompt_id: idOf(recorded.fresh), node: '7', picture };
  const state = reduce(running, { type: 'preview', data }, 0);
  expect(nodes(state)['7']?.preview).toBe(picture);
  expect(nodes(play(recorded.fresh.slice(-12), state))['7']?.preview).toBeNull();
});

const item = (id: string, rest: Partial<QueueItem> = {}): QueueItem => ({
  id,
  name: 'Star',
  tab: 'tab',
  client: 'me',
  nodes: 9,
  created: 0,
  ...rest,
});

it('jobs of this client in the queue become known after a reload; an end that was missed is found', () => {
  const tabOf = ({ tab }: QueueItem) => tab;
  const queue = { paused: false, running: item('a'), pending: [item('b', { client: 'other' })] };
  let state = applyQueue(NO_RUNS, queue, 'me', tabOf);
  expect(openJobs(state)).toEqual(['a']);
  const empty = { paused: false, running: null, pending: [] };
  state = applyQueue(state, empty, 'me', tabOf);
  expect(missingJobs(state, ['a', 'b'])).toEqual(['a']);
  state = reduce(state, { type: 'executing', data: { prompt_id: 'a', node: '7' } }, 0);
  state = dropJob(state, 'a');
  expect(nodes(state)['7']?.status).toBe('idle');
  expect(state.jobs).toEqual({});
});

it('the newest picture of a tab comes from the history when none is known', () => {
  const file = (filename: string) => ({ filename, subfolder: '', type: 'output' }) as const;
  const done = { state: 'done', place: 1, started: 1, ended: 2, error: null, seed: '9' } as const;
  const history: HistoryItem[] = [
    { ...item('b'), ...done, files: [file('new.png')] },
    { ...item('a'), ...done, files: [file('old.png')] },
  ];
  const state = applyHistory(NO_RUNS, history, ({ tab }) => tab);
  expect(state.tabs['tab']?.latest?.file.filename).toBe('new.png');
  expect(state.jobs['b']?.seed).toBe('9');
});
