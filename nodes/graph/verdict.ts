/** What the errors of single nodes mean for the prompt. */
import { upstreamFirst } from './order.ts';
import { promptError, type NodeErrors, type PromptError } from './prompt-errors.ts';
import type { Prompt } from './prompt.ts';

/** Together for all nodes: thousands of errors before thousands of outputs would make an answer of gigabytes. */
const DEPENDENTS_LISTED = 100_000;

export type Validation =
  | {
      readonly ok: true;
      /** Output nodes that may run. */
      readonly targets: readonly string[];
      /** `node_errors` of the reply: nodes with errors of their own. */
      readonly nodeErrors: NodeErrors;
    }
  | { readonly ok: false; readonly error: PromptError; readonly nodeErrors: NodeErrors };

/** Tells the outputs that may run from those that depend on an error. */
export function verdict(
  prompt: Prompt,
  wanted: readonly string[],
  errors: ReadonlyMap<string, PromptError[]>,
  order: readonly string[],
  needsOf: (id: string) => string[],
): Validation {
  const bad = new Set(errors.keys());
  for (const id of order) if (needsOf(id).some((need) => bad.has(need))) bad.add(id);

  const dependents = dependentOutputs(
    wanted.filter((id) => bad.has(id)),
    new Map(order.map((id) => [id, needsOf(id).filter((need) => bad.has(need))])),
  );
  const nodeErrors: NodeErrors = Object.fromEntries(
    [...errors].map(([id, own]) => [
      id,
      {
        errors: own,
        dependent_outputs: dependents.get(id) ?? [],
        class_type: prompt.get(id)?.classType ?? '',
      },
    ]),
  );
  const targets = wanted.filter((id) => !bad.has(id));
  if (targets.length > 0) return { ok: true, nodeErrors, targets };
  const details = wanted
    .flatMap((id) => errors.get(id) ?? [])
    .map((error) => `${error.message}: ${error.details}`)
    .join('\n');
  const error = promptError(
    'prompt_outputs_failed_validation',
    'Prompt outputs failed validation',
    details,
  );
  return { ok: false, error, nodeErrors };
}

/** For each node the outputs that need it. @param needs ids that a node needs, as far as they matter */
function dependentOutputs(
  outputs: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): Map<string, string[]> {
  const dependents = new Map<string, string[]>();
  let entries = 0;
  for (const output of outputs) {
    if (entries > DEPENDENTS_LISTED) break;
    const { order } = upstreamFirst([output], (id) => needs.get(id) ?? []);
    entries += order.length;
    for (const id of order) {
      const list = dependents.get(id);
      if (list) list.push(output);
      else dependents.set(id, [output]);
    }
  }
  return dependents;
}
