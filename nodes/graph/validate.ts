/** Checks a prompt as ComfyUI does: outputs that are in order run even when others are not. */
import type { Catalog, Registry } from './definition.ts';
import type { Json } from './json.ts';
import { upstreamFirst } from './order.ts';
import { dependencyCycle, promptError, type PromptError } from './prompt-errors.ts';
import { definitionOf, isMalformed, linksOf, readPrompt, type Prompt } from './prompt.ts';
import { optionCache, validateNode, type Files } from './validate-node.ts';
import { verdict, type Validation } from './verdict.ts';

export interface PromptRules {
  readonly registry: Registry;
  readonly catalog: Catalog;
  /** Asked by nodes that check files; leave it out where there are none, as in the editor. */
  readonly files?: Files;
  /** Run only these output nodes (`partial_execution_targets`). */
  readonly targets?: readonly string[];
}

/** Never throws, whatever `json` is. */
export function validatePrompt(json: Json | undefined, rules: PromptRules): Validation {
  const { registry } = rules;
  const prompt = readPrompt(json);
  if (isMalformed(prompt)) {
    const { problem, node } = prompt;
    const details = node === null ? problem : `Node ID '#${node}': ${problem}`;
    return refused(
      promptError('invalid_prompt', 'The prompt is malformed', details, { node_id: node }),
    );
  }
  const missing = missingNodes(prompt, registry);
  if (missing) return refused(missing);

  const wanted = outputNodes(prompt, registry, rules.targets);
  if (wanted.length === 0)
    return refused(promptError('prompt_no_outputs', 'Prompt has no outputs'));

  const needsOf = dependencies(prompt, registry);
  const { order, cycles } = upstreamFirst(wanted, needsOf);
  const errors = errorsByNode(prompt, rules, order);
  for (const ring of cycles) {
    const labels = ring.map((id) => `${id} (${prompt.get(id)?.classType})`);
    for (const id of ring) add(errors, id, dependencyCycle(labels, id));
  }
  if (errors.size === 0) return { ok: true, nodeErrors: {}, targets: wanted };
  return verdict(prompt, wanted, errors, order, needsOf);
}

function refused(error: PromptError): Validation {
  return { ok: false, error, nodeErrors: {} };
}

/** All of them are listed: a workflow from elsewhere often lacks several. */
function missingNodes(prompt: Prompt, registry: Registry): PromptError | null {
  const missing = [...prompt.values()].filter((node) => !definitionOf(registry, node.classType));
  const first = missing[0];
  if (!first) return null;
  const described = missing.slice(0, 100).map(({ id, classType, title }) => ({
    node_id: id,
    class_type: classType,
    node_title: title ?? classType,
  }));
  const message =
    first.classType === null
      ? `Node ${first.id} has no class_type`
      : `There is no node of class ${first.classType} here`;
  const details = missing
    .slice(0, 20)
    .map(({ id }) => `Node ID '#${id}'`)
    .join(', ');
  return promptError('missing_node_type', message, details, {
    ...described[0],
    missing: described,
  });
}

function outputNodes(prompt: Prompt, registry: Registry, targets?: readonly string[]): string[] {
  const chosen = targets ? new Set(targets) : null;
  return [...prompt.values()]
    .filter((node) => definitionOf(registry, node.classType)?.outputNode)
    .map((node) => node.id)
    .filter((id) => chosen?.has(id) ?? true);
}

/** The nodes that a node's links come from, as far as they exist. */
function dependencies(prompt: Prompt, registry: Registry): (id: string) => string[] {
  return (id) => {
    const node = prompt.get(id);
    const definition = node && definitionOf(registry, node.classType);
    if (!definition) return [];
    return linksOf(node, definition)
      .map(([from]) => from)
      .filter((from) => prompt.has(from));
  };
}

function errorsByNode(
  prompt: Prompt,
  { registry, catalog, files }: PromptRules,
  order: readonly string[],
): Map<string, PromptError[]> {
  const world = { prompt, registry, catalog, files, options: optionCache(catalog) };
  const errors = new Map<string, PromptError[]>();
  for (const id of order) {
    const node = prompt.get(id);
    const definition = node && definitionOf(registry, node.classType);
    if (!definition) continue;
    const own = validateNode(node, definition, world);
    if (own.length > 0) errors.set(id, own);
  }
  return errors;
}

function add(errors: Map<string, PromptError[]>, id: string, error: PromptError): void {
  const own = errors.get(id);
  if (!own) errors.set(id, [error]);
  else if (!own.some(({ type }) => type === error.type)) own.push(error);
}
