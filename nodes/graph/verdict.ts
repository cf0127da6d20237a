/** What the errors of single nodes mean for the prompt. */
import { upstreamFirst } from './order.ts';
import { promptError, type NodeErrors, type PromptError } from './prompt-errors.ts';
import type { Prompt } from './prompt.ts';

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

  const dependents = new Map<string, string[]>();
  for (const output of wanted.filter((id) => bad.has(id))) {
    const { order: needed } = upstreamFirst([output], (id) =>
      needsOf(id).filter((n) => bad.has(n)),
    );
    for (const id of needed) {
      if (!errors.has(id)) continue;
      const list = dependents.get(id) ?? [];
      list.push(output);
      dependents.set(id, list);
    }
  }
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
