import { expect, test } from 'vitest';
import {
  boolean,
  combo,
  defineNode,
  float,
  int,
  seed,
  socket,
  string,
} from '../../nodes/graph/definition.ts';
import type { UserError } from '../../nodes/errors.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { nextSeeds, requireSeeds, seedsOf } from './seeds.ts';
import { changeInputs, resolveSet } from './set-inputs.ts';

const Draw = defineNode({
  id: 'Draw',
  title: 'Draw',
  category: 'test',
  description: '',
  inputs: {
    seed: seed(),
    steps: int({ default: 20, min: 1, max: 100 }),
    cfg: float({ default: 4, min: 0, max: 10 }),
    text: string(),
    tiled: boolean({ default: false }),
    mode: combo(['fast', 'fine']),
    model: socket('MODEL'),
  },
  outputs: {},
  run: () => ({}),
});
const registry = { Draw };
const prompt: JsonObject = {
  '1': { class_type: 'Draw', inputs: { seed: 7, steps: 20 }, _meta: { title: 'Main drawing' } },
  '2:5': { class_type: 'Other', inputs: {} },
};
const set = (assignment: string, graph = prompt) => resolveSet(assignment, graph, registry);

function refusal(assignment: string, graph = prompt): UserError {
  try {
    set(assignment, graph);
  } catch (error) {
    return error as UserError;
  }
  return expect.fail(`${assignment} was accepted`);
}

test.each(['1', 'Draw', 'Main drawing'])('a node is found as %s', (name) => {
  expect(set(`${name}.steps=5`)).toEqual({ node: '1', input: 'steps', value: 5 });
});

test.each([
  ['seed=18446744073709551615', 18446744073709551615n],
  ['cfg=2.5', 2.5],
  ['text=a=b.c (d:1.2)', 'a=b.c (d:1.2)'],
  ['text=', ''],
  ['tiled=true', true],
  ['mode=fine', 'fine'],
])('%s is read by the type of the input', (assignment, value) => {
  expect(set(`1.${assignment}`).value).toBe(value);
});

test('changed inputs replace values and links, and leave the given prompt as it was', () => {
  const changed = changeInputs(prompt, [{ node: '1', input: 'seed', value: 9n }]);
  expect(changed['1']).toMatchObject({ inputs: { seed: 9n, steps: 20 } });
  expect(prompt['1']).toMatchObject({ inputs: { seed: 7 } });
});

test.each([
  ['nonsense', 'NODE.INPUT=VALUE'],
  ['9.steps=5', 'no node "9"'],
  ['1.stesp=5', 'no input "stesp"'],
  ['1.model=5', 'is a link (MODEL)'],
  ['1.steps=many', '"many" is not a whole number'],
  ['1.cfg=0,8', 'write 0.8'],
])('%s is refused with a reason', (assignment, reason) => {
  expect(refusal(assignment).message).toContain(reason);
});

test('a wrong name is answered with the nearest', () => {
  expect(refusal('1.stesp=5').cure).toContain('steps');
  expect(refusal('Drow.steps=5').cure).toContain('Draw');
});

test('a class that two nodes have needs the id', () => {
  const two = { ...prompt, '3': { class_type: 'Draw', inputs: {} } };
  expect(refusal('Draw.steps=5', two).message).toContain('1, 3');
});

test('consecutive pictures get consecutive seeds, exact up to 2^64 - 1 and then from 0', () => {
  const seeds = seedsOf(prompt, registry);
  expect(nextSeeds(seeds, 3)).toEqual([{ node: '1', input: 'seed', value: 10n }]);
  const last = [{ node: '1', input: 'seed', value: 2n ** 64n - 1n }];
  expect(nextSeeds(last, 0)[0]?.value).toBe(2n ** 64n - 1n);
  expect(nextSeeds(last, 1)[0]?.value).toBe(0n);
});

test('many pictures without a seed are refused', () => {
  expect(() => requireSeeds([], 2)).toThrow('would all be the same');
  expect(() => requireSeeds([], 1)).not.toThrow();
});
