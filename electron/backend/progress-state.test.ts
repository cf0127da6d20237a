import { expect, it } from 'vitest';
import { ProgressState } from './progress-state.ts';

it('tells each change of a small graph', () => {
  const told: string[][] = [];
  const progress = new ProgressState('job', ({ nodes }) => {
    told.push(Object.values(nodes).map((n) => `${n.node_id} ${n.state} ${n.value}/${n.max}`));
  });
  progress.set('a', 'running', 0, 1);
  progress.set('a', 'running', 3, 4);
  progress.finish('a', 5);
  progress.set('b', 'running', 0, 1);
  progress.flush();
  expect(told).toEqual([
    ['a running 0/1'],
    ['a running 3/4'],
    ['a finished 4/4'],
    ['a finished 4/4', 'b running 0/1'],
  ]);
});

it('tells a large graph seldom, and its end for sure', () => {
  let told = 0;
  let last = 0;
  const progress = new ProgressState('job', ({ nodes }) => {
    told++;
    last = Object.keys(nodes).length;
  });
  for (let i = 0; i < 5000; i++) progress.set(`${i}`, 'finished', 1, 1);
  progress.flush();
  expect(last).toBe(5000);
  expect(told).toBeLessThan(1000);
});

it('takes node ids of any name', () => {
  let names: string[] = [];
  const progress = new ProgressState('job', ({ nodes }) => (names = Object.keys(nodes)));
  progress.set('__proto__', 'running', 0, 1);
  expect(names).toEqual(['__proto__']);
});
