import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createModelStore, type ModelRequest } from './model-store.ts';

/** A store in which every network tells when it comes and goes. */
function watched(budget: number) {
  const store = createModelStore(budget);
  const log: string[] = [];
  let held = 0;
  let most = 0;
  const request = (key: string, bytes: number, working = 0): ModelRequest<Network> => ({
    key,
    label: key,
    bytes,
    working,
    load: async () => {
      await setImmediate();
      held += bytes;
      most = Math.max(most, held);
      log.push(`+${key}`);
      return {
        key,
        bytes,
        dispose: async () => {
          await setImmediate();
          held -= bytes;
          log.push(`-${key}`);
        },
      };
    },
  });
  const use = (key: string, bytes: number, working = 0) =>
    store.use(request(key, bytes, working), (network) => network.key);
  return { store, log, request, use, most: () => most };
}

interface Network {
  readonly key: string;
  readonly bytes: number;
  dispose(): Promise<void>;
}

test('networks take turns: room is made before the next is loaded', async () => {
  const { use, log, most } = watched(10);
  for (const key of ['clip', 't5', 'transformer', 'vae']) await use(key, 8);
  expect(log).toEqual(['+clip', '-clip', '+t5', '-t5', '+transformer', '-transformer', '+vae']);
  expect(most()).toBe(8);
});

test('what is used again stays, the least recently used goes first', async () => {
  const { use, log } = watched(10);
  await use('a', 4);
  await use('b', 4);
  await use('a', 4);
  await use('c', 4);
  expect(log).toEqual(['+a', '+b', '-b', '+c']);
});

test('work takes its memory from others, and gives it back', async () => {
  const { use, log } = watched(10);
  await use('a', 4);
  await use('b', 4, 3);
  await use('a', 4);
  expect(log).toEqual(['+a', '-a', '+b', '+a']);
});

test('what exceeds the budget alone is refused with numbers, and costs nothing', async () => {
  const { use, log } = watched(10e9);
  await use('small', 1e9);
  await expect(use('large.gguf', 9e9, 2e9)).rejects.toMatchObject({
    code: 'out_of_memory',
    message: expect.stringMatching(/large\.gguf needs 9\.0 GB.* 2\.0 GB .*10\.0 GB/) as string,
  });
  expect(log).toEqual(['+small']);
});

test('asked for twice at once it is loaded once', async () => {
  const { use, log } = watched(10);
  expect(await Promise.all([use('a', 8), use('a', 8)])).toEqual(['a', 'a']);
  expect(log).toEqual(['+a']);
});

test('nothing goes while it is at work: who needs the room waits', async () => {
  const { store, request, use, log, most } = watched(10);
  const { promise, resolve } = Promise.withResolvers<void>();
  const working = store.use(request('a', 8), () => promise);
  const next = use('b', 8);
  for (let i = 0; i < 5; i++) await setImmediate();
  expect(log).toEqual(['+a']);
  resolve();
  await Promise.all([working, next]);
  expect(log).toEqual(['+a', '-a', '+b']);
  expect(most()).toBe(8);
});

test('many at once never hold more than the budget', async () => {
  const { use, most } = watched(10);
  await Promise.all(Array.from({ length: 40 }, (_, i) => use(`${i % 7}`, 1 + (i % 7), i % 4)));
  expect(most()).toBeLessThanOrEqual(10);
});

test('a failed load leaves no trace, and failed work leaves the network', async () => {
  const { store, request, use, log } = watched(10);
  const broken = { ...request('a', 8), load: () => Promise.reject(new Error('damaged')) };
  await expect(store.use(broken, () => null)).rejects.toThrow('damaged');
  await expect(use('a', 8)).resolves.toBe('a');
  const fails = store.use(request('a', 8), () => Promise.reject(new Error('bad step')));
  await expect(fails).rejects.toThrow('bad step');
  await use('a', 8);
  expect(log).toEqual(['+a']);
});

test('clearing waits for what is at work', async () => {
  const { store, request, log } = watched(10);
  const { promise, resolve } = Promise.withResolvers<void>();
  const working = store.use(request('a', 8), () => promise);
  const cleared = store.clear();
  await setImmediate();
  expect(log).not.toContain('-a');
  resolve();
  await Promise.all([working, cleared]);
  expect(log).toEqual(['+a', '-a']);
});
