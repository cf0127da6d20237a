import { expect, test } from 'vitest';
import { causeOfDeath } from './cause-of-death.ts';

const died = { exitCode: null, signal: null, log: [], systemKilled: false };

test('an allocation that failed means out of memory, with a cure', () => {
  const error = causeOfDeath({
    ...died,
    signal: 'SIGABRT',
    log: ["terminate called after throwing an instance of 'std::bad_alloc'"],
  });
  expect(error.code).toBe('out_of_memory');
  expect(error.cure).toMatch(/smaller picture/);
});

test.each([true, null])('SIGKILL by the system (%s) means out of memory', (systemKilled) => {
  expect(causeOfDeath({ ...died, signal: 'SIGKILL', systemKilled }).code).toBe('out_of_memory');
});

test('SIGKILL by a person is just a death', () => {
  const error = causeOfDeath({ ...died, signal: 'SIGKILL' });
  expect(error.code).toBe('engine_died');
  expect(error.message).toContain('SIGKILL');
});

test('an exit names its code and the last line written', () => {
  const error = causeOfDeath({ ...died, exitCode: 7, log: ['first', 'no such kernel'] });
  expect(error.message).toContain('exit code 7');
  expect(error.message).toContain('no such kernel');
  expect(error.log).toEqual(['first', 'no such kernel']);
});
