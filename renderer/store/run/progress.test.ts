import { expect, it } from 'vitest';
import { progressOf, queueLeft } from './progress.ts';
import { IDLE, NO_RUNS, type Job, type NodeRun, type RunState } from './types.ts';

const job = (id: string, rest: Partial<Job> = {}): Job => ({
  id,
  tab: 'tab',
  name: 'Star',
  nodes: ['1', '2', '3', '4'],
  state: 'running',
  started: 0,
  ended: null,
  seed: null,
  steps: 10,
  ...rest,
});
const run = (rest: Partial<NodeRun>): NodeRun => ({ ...IDLE, job: 'a', ...rest });
const item = (id: string) => ({ id, name: null, tab: null, client: null, nodes: 4, created: null });

const state: RunState = {
  ...NO_RUNS,
  jobs: { a: job('a') },
  tabs: {
    tab: {
      nodes: {
        1: run({ status: 'cached' }),
        2: run({ status: 'done' }),
        3: run({ status: 'running', value: 5, max: 10, since: 1000 }),
        4: run({ status: 'waiting' }),
      },
      latest: null,
      previous: null,
    },
  },
  queue: { paused: false, running: item('a'), pending: [] },
};

it('takes a step for a node and leaves out what is cached', () => {
  expect(progressOf(state, 6000)).toMatchObject({ node: '3', value: 5, max: 10, done: 0.5 });
});

it('tells the time left from the steps so far', () => {
  expect(progressOf(state, 6000)?.left).toBe(5000);
  expect(queueLeft(state, 6000)).toBe(5000);
});

it('takes what waits as long as what was done', () => {
  const queue = { ...state.queue, pending: [item('c'), item('d')] };
  expect(queueLeft({ ...state, queue }, 6000)).toBeNull();
  const jobs = { ...state.jobs, b: job('b', { state: 'done', ended: 8000 }) };
  expect(queueLeft({ ...state, jobs, queue }, 6000)).toBe(21_000);
});

it('says nothing of runs of others', () => {
  expect(progressOf({ ...state, jobs: {} }, 0)).toBeNull();
});
