import { UserError } from '../../nodes/errors.ts';
import { coerce, isWidget, typeName } from '../../nodes/graph/coerce.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import type { Json, JsonObject } from '../../nodes/graph/json.ts';
import {
  definitionOf,
  isMalformed,
  readPrompt,
  type PromptNode,
} from '../../nodes/graph/prompt.ts';
import { didYouMean } from '../../nodes/graph/nearest.ts';

/** One `--set NODE.INPUT=VALUE`, resolved. */
export interface InputChange {
  readonly node: string;
  readonly input: string;
  readonly value: Json;
}

/**
 * Finds node and input of `NODE.INPUT=VALUE` and reads the value by the input's type.
 * NODE is an id, or a class name or title that only one node has.
 * @throws UserError `bad_set`, with the nearest names
 */
export function resolveSet(
  assignment: string,
  prompt: JsonObject,
  registry: Registry,
): InputChange {
  const equals = assignment.indexOf('=');
  const dot = assignment.lastIndexOf('.', equals);
  if (equals < 0 || dot < 1) {
    throw bad(`"--set ${assignment}" is not NODE.INPUT=VALUE.`, 'For example: --set 3.seed=42');
  }
  const name = assignment.slice(0, dot);
  const input = assignment.slice(dot + 1, equals);
  const text = assignment.slice(equals + 1);
  const node = findNode(name, prompt);
  const definition = definitionOf(registry, node.classType);
  if (!definition) {
    throw bad(`Node ${node.id} is a ${node.classType}, which is unknown here.`, 'Remove the node.');
  }
  const widgets = Object.entries(definition.inputs).filter(([, spec]) => isWidget(spec));
  const spec = Object.hasOwn(definition.inputs, input) ? definition.inputs[input] : undefined;
  if (!spec) {
    throw bad(
      `${labelOf(node)} has no input "${input}".`,
      didYouMean(
        input,
        widgets.map(([widget]) => widget),
      ),
    );
  }
  if (!isWidget(spec)) {
    throw bad(
      `"${input}" of ${labelOf(node)} is a link (${typeName(spec)}), not a value.`,
      didYouMean(
        input,
        widgets.map(([widget]) => widget),
      ),
    );
  }
  const coerced = coerce(spec, text);
  if ('reason' in coerced) {
    throw bad(
      `"--set ${assignment}": ${coerced.reason}.`,
      `${input} of ${labelOf(node)} is of type ${typeName(spec)}.`,
    );
  }
  return { node: node.id, input, value: coerced.value };
}

/** The prompt with these inputs changed; a link into one of them gives way to the value. */
export function changeInputs(prompt: JsonObject, changes: readonly InputChange[]): JsonObject {
  const changed = structuredClone(prompt);
  for (const { node, input, value } of changes) {
    const { inputs } = changed[node] as { inputs?: JsonObject };
    (changed[node] as JsonObject)['inputs'] = { ...inputs, [input]: value };
  }
  return changed;
}

function findNode(name: string, prompt: JsonObject): PromptNode {
  const read = readPrompt(prompt);
  if (isMalformed(read)) throw bad(read.problem, 'Export the workflow again in the API format.');
  const byId = read.get(name);
  if (byId) return byId;
  const nodes = [...read.values()];
  for (const property of ['classType', 'title'] as const) {
    const found = nodes.filter((node) => node[property] === name);
    const [first, second] = found;
    if (first && !second) return first;
    if (first) {
      const ids = found.map((node) => node.id).join(', ');
      throw bad(
        `"${name}" may be any of the nodes ${ids}.`,
        `Use the id: --set ${first.id}.INPUT=…`,
      );
    }
  }
  const known = nodes.flatMap(({ id, classType, title }) => [classType ?? id, title ?? id, id]);
  throw bad(`There is no node "${name}" in the workflow.`, didYouMean(name, [...new Set(known)]));
}

function labelOf(node: PromptNode): string {
  return `node ${node.id} (${node.title ?? node.classType})`;
}

function bad(message: string, cure: string): UserError {
  return new UserError('bad_set', message, cure);
}
