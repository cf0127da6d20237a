import { UserError } from '../../../nodes/errors.ts';
import { coerce, defaultOf, isWidget } from '../../../nodes/graph/coerce.ts';
import type { AnyNode, Registry } from '../../../nodes/graph/definition.ts';
import type { JsonObject } from '../../../nodes/graph/json.ts';
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
import { NodeFailure } from './node-failure.ts';

/** One node of the prompt with its inputs sorted into links and values. */
export interface Step {
  readonly id: string;
  readonly classType: string;
  readonly definition: AnyNode;
  readonly links: readonly (readonly [input: string, link: Link])[];
  /** Widget values as `run` gets them. */
  readonly widgets: Readonly<Record<string, unknown>>;
}

/**
 * Every node that the targets need, cached or not, each after what it needs.
 * @throws NodeFailure when the prompt is not one that validation lets through
 */
export function stepsFor(json: JsonObject, targets: readonly string[], registry: Registry): Step[] {
  const prompt = readPrompt(json);
  if (isMalformed(prompt)) {
    throw new NodeFailure(prompt.node ?? '', '', notValidated(prompt.problem));
  }
  const steps = new Map<string, Step>();
  const { order, cycles } = upstreamFirst(targets, (id) => {
    const step = stepOf(id, prompt, registry);
    steps.set(id, step);
    return step.links.map(([, [from]]) => from);
  });
  const ring = cycles[0]?.[0];
  if (ring !== undefined) throw new NodeFailure(ring, '', notValidated('It depends on itself.'));
  return order.flatMap((id) => steps.get(id) ?? []);
}

/** @throws NodeFailure when the node is missing, of no known class or with a value of another kind */
export function stepOf(id: string, prompt: Prompt, registry: Registry): Step {
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

function notValidated(problem: string): UserError {
  return new UserError('invalid_prompt', problem, 'Correct the workflow and queue it again.');
}
