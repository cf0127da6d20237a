import type { Catalog, Registry } from '../../nodes/graph/definition.ts';
import { stringifyJson, type Json, type JsonObject } from '../../nodes/graph/json.ts';
import type { PromptError } from '../../nodes/graph/prompt-errors.ts';
import { validatePrompt } from '../../nodes/graph/validate.ts';
import type { RunContext } from '../../nodes/run-context.ts';
import { nearestNames } from '../../nodes/graph/nearest.ts';
import type { Problem } from './report.ts';

export type Checked =
  | { readonly targets: readonly string[]; readonly problems: readonly [] }
  | { readonly targets: null; readonly problems: readonly Problem[] };

/** Validates the whole prompt; unlike the server, the command line renders nothing of a workflow with an error. */
export function checkPrompt(
  prompt: JsonObject,
  registry: Registry,
  files: Catalog & RunContext['files'],
): Checked {
  const validation = validatePrompt(prompt, { registry, catalog: files, files });
  const problems = Object.entries(validation.nodeErrors).flatMap(([node, { errors, class_type }]) =>
    errors.map((error) => ({ ...problemOf(error), node, nodeType: class_type })),
  );
  if (validation.ok && problems.length === 0) return { targets: validation.targets, problems: [] };
  if (problems.length > 0 || validation.ok) return { targets: null, problems };
  return { targets: null, problems: [problemOf(validation.error)] };
}

function problemOf(error: PromptError): Omit<Problem, 'node' | 'nodeType'> {
  const { type, message, details } = error;
  const text = details === '' ? `${message}.` : `${message}: ${details}.`;
  return { code: type, message: text, cure: cureOf(error) };
}

function cureOf({ type, extra_info }: PromptError): string {
  const input = shown(extra_info['input_name']);
  const config = extra_info['input_config'];
  const [options, members] = Array.isArray(config) ? config : [];
  const limit = (side: 'min' | 'max') =>
    typeof members === 'object' && members !== null && !Array.isArray(members)
      ? shown(members[side])
      : '…';
  switch (type) {
    case 'required_input_missing':
      return `Connect or set the input "${input}".`;
    case 'value_smaller_than_min':
    case 'value_bigger_than_max':
      return `Set ${input} between ${limit('min')} and ${limit('max')}.`;
    case 'value_not_in_list':
      return choiceCure(shown(extra_info['received_value']), options);
    case 'invalid_input_type':
      return `Set ${input} to a value of type ${shown(options)}.`;
    case 'return_type_mismatch':
    case 'bad_linked_input':
      return `Connect ${input} to an output of the right type.`;
    case 'exception_during_validation':
    case 'exception_during_inner_validation':
      return `Connect ${input} to a node that is in the workflow.`;
    case 'missing_node_type':
      return 'The node comes from an extension that is not here: remove it or replace it.';
    case 'prompt_no_outputs':
      return 'Add a node that saves or shows something, such as Save Image.';
    case 'dependency_cycle':
      return 'Remove one of the links of the ring.';
    default:
      return '';
  }
}

function choiceCure(value: string, options: Json | undefined): string {
  const names = Array.isArray(options) ? options.map(shown) : [];
  const near = nearestNames(value, names);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return names.length === 0 ? 'There is none to choose from: see --models and --input.' : '';
}

function shown(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '…' : stringifyJson(value);
}
