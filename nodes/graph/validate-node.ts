/** Everything that can be wrong with one node, seen with the nodes that its links come from. */
import type { RunContext } from '../run-context.ts';
import { coerce, isWidget, typeName, type WidgetSpec } from './coerce.ts';
import type { AnyNode, Catalog, ComboInput, Registry } from './definition.ts';
import { inputConfig, optionsOf } from './input-config.ts';
import type { Json } from './json.ts';
import {
  badLinkedInput,
  brokenLink,
  customValidationFailed,
  promptError,
  requiredInputMissing,
  returnTypeMismatch,
  type ErrorSite,
  type PromptError,
} from './prompt-errors.ts';
import { asLink, definitionOf, unwrapped, type Prompt, type PromptNode } from './prompt.ts';
import { typesFit } from './socket-types.ts';
import { validateValue } from './validate-value.ts';

export type Files = RunContext['files'];

export interface ValidationWorld {
  readonly prompt: Prompt;
  readonly registry: Registry;
  readonly catalog: Catalog;
  /** Absent where there are no files, as in the editor: then no node's own `validate` is asked. */
  readonly files: Files | undefined;
  /** Choices of a list, read once a prompt. */
  readonly options: (spec: ComboInput) => ReadonlySet<string>;
}

/** Reads each list of the catalog once. */
export function optionCache(catalog: Catalog): ValidationWorld['options'] {
  const known = new Map<ComboInput, ReadonlySet<string>>();
  return (spec) => {
    const options = known.get(spec) ?? new Set(optionsOf(spec, catalog));
    known.set(spec, options);
    return options;
  };
}

export function validateNode(
  node: PromptNode,
  definition: AnyNode,
  world: ValidationWorld,
): PromptError[] {
  const errors: PromptError[] = [];
  const widgets: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(definition.inputs)) {
    const raw = node.inputs.get(name);
    if (raw === undefined || (raw === null && spec.optional)) {
      if (!spec.optional) errors.push(requiredInputMissing(name));
      continue;
    }
    const value = unwrapped(raw);
    const site = (): ErrorSite => ({ name, value, config: inputConfig(spec, world.catalog) });
    if (Array.isArray(raw)) {
      const error = validateLink(definition, typeName(spec), raw, site, world);
      if (error) errors.push(error);
    } else if (!isWidget(spec)) {
      errors.push(badLinkedInput(site()));
    } else {
      const error = validateWidget(spec, value, site, world);
      if (error) errors.push(error);
      else widgets[name] = valueOf(spec, value);
    }
  }
  if (errors.length === 0 && definition.validate && world.files) {
    const reason = ask(definition, widgets, world.files);
    if (reason !== null) errors.push(reason);
  }
  return errors;
}

function validateLink(
  consumer: AnyNode,
  wanted: string,
  raw: Json,
  site: () => ErrorSite,
  { prompt, registry }: ValidationWorld,
): PromptError | null {
  const link = asLink(raw);
  if (!link) return badLinkedInput(site());
  const [from, slot] = link;
  const isInner = !consumer.outputNode;
  const source = prompt.get(from);
  if (!source) return brokenLink(site(), link, `node ${from} does not exist`, isInner);
  const outputs = Object.values(definitionOf(registry, source.classType)?.outputs ?? {});
  const received = outputs[slot];
  if (received === undefined) {
    const reason = `node ${from} (${source.classType}) has no output ${slot}: it has ${outputs.length}`;
    return brokenLink(site(), link, reason, isInner);
  }
  return typesFit(received, wanted) ? null : returnTypeMismatch(site(), link, received, wanted);
}

const NONE: ReadonlySet<string> = new Set();

function validateWidget(
  spec: WidgetSpec,
  value: Json,
  site: () => ErrorSite,
  world: ValidationWorld,
): PromptError | null {
  const options = spec.kind === 'combo' ? world.options(spec) : NONE;
  if (spec.kind === 'combo' && typeof value === 'string' && options.has(value)) return null;
  return validateValue(spec, site(), options);
}

function valueOf(spec: WidgetSpec, value: Json): unknown {
  const coerced = coerce(spec, value);
  return 'value' in coerced ? coerced.value : undefined;
}

function ask(
  definition: AnyNode,
  widgets: Record<string, unknown>,
  files: Files,
): PromptError | null {
  try {
    const reason = definition.validate?.(widgets, { files }) ?? null;
    return reason === null ? null : customValidationFailed(reason);
  } catch (error) {
    const { name, message } = error as Error;
    return promptError('exception_during_validation', 'Exception when validating node', message, {
      exception_type: name,
      exception_message: message,
      traceback: [],
    });
  }
}
