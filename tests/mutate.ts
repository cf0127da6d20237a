/** Structure-aware fuzzing: valid JSON in, nearly valid JSON out, the same for the same seed. */
import { isObject, type Json } from '../nodes/graph/json.ts';

export type Random = () => number;

/** Numbers from 0 to before 1 (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ODD: readonly Json[] = [
  null,
  true,
  '',
  '0',
  'NaN',
  '__proto__',
  'constructor',
  -1,
  0.5,
  1e308,
  Infinity,
  NaN,
  2n ** 64n,
  [],
  {},
  ['1'],
  ['1', 0],
  ['1', -1],
  ['nowhere', 0],
  [['1', 0], 0],
  { __value__: [1, 2] },
  { __value__: { __value__: null } },
];

/** A copy with `changes` members replaced, removed, renamed, doubled or swapped. */
export function mutated(json: Json, random: Random, changes: number): Json {
  const copy = structuredClone(json);
  for (let i = 0; i < changes; i++) changeSomething(copy, random);
  return copy;
}

function changeSomething(root: Json, random: Random): void {
  const holders = containersOf(root);
  const holder = pick(holders, random);
  if (Array.isArray(holder)) {
    const index = Math.floor(random() * (holder.length + 1));
    if (random() < 0.3) holder.splice(index, 1);
    else if (random() < 0.2) holder.push(...holder.slice(0, 3));
    else
      holder[index] = structuredClone(random() < 0.3 ? pick(holders, random) : pick(ODD, random));
    return;
  }
  const name = pick(Object.keys(holder), random);
  if (name === undefined) return;
  const value = holder[name] ?? null;
  const kind = random();
  if (kind < 0.2) delete holder[name];
  else if (kind < 0.3) define(holder, '__proto__', value);
  else if (kind < 0.4) define(holder, `${name}x`, structuredClone(value));
  else if (kind < 0.5) define(holder, name, structuredClone(pick(holders, random)));
  else define(holder, name, structuredClone(pick(ODD, random)));
}

function containersOf(root: Json): (Json[] | { [key: string]: Json })[] {
  const found: (Json[] | { [key: string]: Json })[] = [];
  const left: Json[] = [root];
  while (left.length > 0) {
    const json = left.pop();
    if (!Array.isArray(json) && !isObject(json)) continue;
    found.push(json);
    left.push(...Object.values(json));
  }
  return found;
}

function define(holder: object, name: string, value: Json): void {
  Object.defineProperty(holder, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}
