import { hash } from 'node:crypto';
import { UserError } from '../../../nodes/errors.ts';
import { canonicalJson } from '../../../nodes/graph/canonical-json.ts';
import { coerce, defaultOf, isWidget } from '../../../nodes/graph/coerce.ts';
import type { AnyNode, Registry } from '../../../nodes/graph/definition.ts';
import { upstreamFirst } from '../../../nodes/graph/order.ts';
import {
  asLink,
  definitionOf,
  isMalformed,
  readPrompt,
  unwrapped,
  type Link,
  type Prompt,
} from '../../../nodes/graph/prompt.ts';
import type { Json, JsonObject } from '../../../nodes/graph/json.ts';
import type { RunContext } from '../../../nodes/run-context.ts';
import type { NodeCache, NodeResult } from './node-cache.ts';
import { NodeFailure } from './node-failure.ts';

/** One node of the prompt with its inputs sorted into links and values. */
export interface Step {
  readonly id: string;
  readonly classType: string;
  readonly definition: AnyNode;
  readonly links: readonly (readonly [input: string, link: Link])[];
  /** Widget values as `run` gets them. */
  readonly widgets: Readonly<Record<string, unknown>>;
  /** Names the result: equal keys, equal results. Null: it must be made anew. */
  readonly key: string | null;
}

export interface Plan {
  /** Everything that the targets need, each after what it needs. */
  readonly all: ReadonlyMap<string, Step>;
  /** What must run, each after what it needs. */
  readonly steps: readonly Step[];
  /** What is needed and need not run. */
  readonly cached: readonly string[];
  /** Results from the cache that are wanted by a target or by a step. */
  readonly found: ReadonlyMap<string, NodeResult>;
}

export interface PlanWorld {
  readonly registry: Registry;
  readonly cache: NodeCache;
  readonly device: { readonly kind: string };
  readonly files: RunContext['files'];
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
  const all = allSteps(json, targets, world);
  const found = new Map<string, NodeResult>();
  const wanted = new Set(targets);
  const steps: Step[] = [];
  for (const step of [...all.values()].reverse()) {
    if (!wanted.has(step.id)) continue;
    const result = await lookUp(step, world.cache);
    if (result) {
      found.set(step.id, result);
      continue;
    }
    steps.push(step);
    for (const [, [from]] of step.links) wanted.add(from);
  }
  steps.reverse();
  const running = new Set(steps.map((step) => step.id));
  return { all, steps, cached: [...all.keys()].filter((id) => !running.has(id)), found };
}

function lookUp({ key, definition }: Step, cache: NodeCache) {
  if (key === null) return undefined;
  return definition.cache === 'disk' ? cache.load(key) : cache.get(key);
}

/** Every node that the targets need, cached or not, each after what it needs. */
function allSteps(
  json: JsonObject,
  targets: readonly string[],
  world: PlanWorld,
): Map<string, Step> {
  const prompt = readPrompt(json);
  if (isMalformed(prompt)) {
    throw new NodeFailure(prompt.node ?? '', '', notValidated(prompt.problem));
  }
  const drafts = new Map<string, Draft>();
  const { order, cycles } = upstreamFirst(targets, (id) => {
    const draft = draftOf(id, prompt, world.registry);
    drafts.set(id, draft);
    return draft.links.map(([, [from]]) => from);
  });
  const ring = cycles[0]?.[0];
  if (ring !== undefined) throw new NodeFailure(ring, '', notValidated('It depends on itself.'));

  const steps = new Map<string, Step>();
  for (const id of order) {
    const draft = drafts.get(id);
    if (draft) steps.set(id, { ...draft, key: keyOf(draft, steps, world) });
  }
  return steps;
}

type Draft = Omit<Step, 'key'>;

function draftOf(id: string, prompt: Prompt, registry: Registry): Draft {
  const node = prompt.get(id);
  const classType = node?.classType ?? '';
  const definition = definitionOf(registry, classType);
  if (!node || !definition) {
    throw new NodeFailure(
      id,
      classType,
      notValidated(node ? 'Its class is unknown.' : 'It is missing.'),
    );
  }
  const links: [string, Link][] = [];
  const widgets: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(definition.inputs)) {
    const raw = node.inputs.get(name);
    const link = asLink(raw);
    if (link) links.push([name, link]);
    else if (isWidget(spec)) {
      const coerced = raw === undefined || raw === null ? null : coerce(spec, unwrapped(raw));
      if (coerced && 'reason' in coerced) {
        throw new NodeFailure(id, classType, notValidated(`${name}: ${coerced.reason}.`));
      }
      widgets[name] = coerced ? coerced.value : defaultOf(spec);
    }
  }
  return { id, classType, definition, links, widgets };
}

/**
 * Class, version, values, outside state and the keys of all that lies upstream, hashed. Null where the result depends on
 * more than that: the node says so, something upstream does, or a file is named by a link and so not known yet.
 */
function keyOf(
  { id, classType, definition, links, widgets }: Draft,
  upstream: ReadonlyMap<string, Step>,
  { device, files }: PlanWorld,
): string | null {
  if (definition.cache === 'never') return null;
  const { inputs, version = 1 } = definition;
  const feedsWidget = ([name]: Step['links'][number]) => inputs[name] && isWidget(inputs[name]);
  if ('fingerprint' in definition && links.some(feedsWidget)) return null;
  const sources: [string, string, number][] = [];
  for (const [name, [from, slot]] of links) {
    const key = upstream.get(from)?.key ?? null;
    if (key === null) return null;
    sources.push([name, key, slot]);
  }
  let outside: Json = null;
  try {
    outside = definition.fingerprint?.(widgets, { files }) ?? null;
  } catch (error) {
    throw new NodeFailure(id, classType, error);
  }
  return hash(
    'sha256',
    canonicalJson([device.kind, classType, version, widgets, sources, outside]),
  );
}

function notValidated(problem: string): UserError {
  return new UserError('invalid_prompt', problem, 'Correct the workflow and queue it again.');
}
