import type { Registry } from '../../../nodes/graph/definition.ts';
import type { JsonObject } from '../../../nodes/graph/json.ts';
import type { NodeCache } from './node-cache.ts';
import type { NodeResult } from './node-result.ts';
import { keyOf, type KeyWorld } from './result-key.ts';
import { stepsFor, type Step } from './steps.ts';

export interface PlanWorld extends KeyWorld {
  readonly registry: Registry;
  readonly cache: NodeCache;
}

export interface Plan {
  /** Everything that the targets need, by id. */
  readonly all: ReadonlyMap<string, Step>;
  /** Under which the cache keeps results; null: it does not. */
  readonly keys: ReadonlyMap<string, string | null>;
  /** What must run, each after what it needs. */
  readonly steps: readonly Step[];
  /** What is needed and need not run. */
  readonly cached: readonly string[];
  /** Results from the cache that are wanted by a target or by a step. */
  readonly found: ReadonlyMap<string, NodeResult>;
}

/**
 * Finds what has to run for the targets, given what the cache holds.
 * @throws NodeFailure when a node is unknown, depends on itself or reads a file that is missing
 */
export async function plan(
  json: JsonObject,
  targets: readonly string[],
  world: PlanWorld,
): Promise<Plan> {
  const all = stepsFor(json, targets, world.registry);
  const keys = new Map<string, string | null>();
  for (const step of all) keys.set(step.id, keyOf(step, keys, world));

  const found = new Map<string, NodeResult>();
  const wanted = new Set(targets);
  const steps: Step[] = [];
  for (const step of all.toReversed()) {
    if (!wanted.has(step.id)) continue;
    const result = await lookUp(step, keys.get(step.id) ?? null, world.cache);
    if (result) {
      found.set(step.id, result);
      continue;
    }
    steps.push(step);
    for (const [, [from]] of step.links) wanted.add(from);
  }
  steps.reverse();
  const running = new Set(steps.map((step) => step.id));
  return {
    all: new Map(all.map((step) => [step.id, step])),
    keys,
    steps,
    cached: [...keys.keys()].filter((id) => !running.has(id)),
    found,
  };
}

function lookUp({ definition }: Step, key: string | null, cache: NodeCache) {
  if (key === null) return undefined;
  return definition.cache === 'disk' ? cache.load(key) : cache.get(key);
}
