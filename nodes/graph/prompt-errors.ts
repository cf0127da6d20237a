/** Why a prompt is refused, in ComfyUI's types, words and members, so that its clients can show it. */
import type { InputConfig } from './input-config.ts';
import type { Json, JsonObject } from './json.ts';
import { nearestNames } from './nearest.ts';
import type { Link } from './prompt.ts';

/** Types of aliases, so that they pass as JSON. */
export type PromptError = {
  type: string;
  message: string;
  details: string;
  extra_info: JsonObject;
};

export type NodeErrors = {
  [node: string]: { errors: PromptError[]; dependent_outputs: string[]; class_type: string };
};

/** The input an error is about. */
export interface ErrorSite {
  readonly name: string;
  readonly config: InputConfig;
  readonly value: Json;
}

const LIST_SHOWN = 20;
const NAME_COMPARED = 100;
const TEXT_SHOWN = 500;
const RING_SHOWN = 20;

export function promptError(
  type: string,
  message: string,
  details = '',
  extra: JsonObject = {},
): PromptError {
  return { type, message, details, extra_info: extra };
}

export function requiredInputMissing(name: string): PromptError {
  return promptError('required_input_missing', 'Required input is missing', name, {
    input_name: name,
  });
}

export function badLinkedInput(site: ErrorSite): PromptError {
  return promptError(
    'bad_linked_input',
    'Bad linked input, must be a length-2 list of [node_id, slot_index]',
    site.name,
    seen(site),
  );
}

/** A link to a node or slot that is not there. */
export function brokenLink(
  site: ErrorSite,
  link: Link,
  reason: string,
  inner: boolean,
): PromptError {
  return promptError(
    inner ? 'exception_during_inner_validation' : 'exception_during_validation',
    inner ? 'Exception when validating inner node' : 'Exception when validating node',
    `${site.name}, ${reason}`,
    {
      ...seen(site),
      exception_type: 'LinkError',
      exception_message: reason,
      traceback: [],
      linked_node: [...link],
    },
  );
}

export function returnTypeMismatch(
  site: ErrorSite,
  link: Link,
  received: string,
  wanted: string,
): PromptError {
  return promptError(
    'return_type_mismatch',
    'Return type mismatch between linked nodes',
    `${site.name}, received_type(${received}) mismatch input_type(${wanted})`,
    {
      input_name: site.name,
      input_config: site.config,
      received_type: received,
      linked_node: [...link],
    },
  );
}

export function invalidInputType(site: ErrorSite, type: string, reason: string): PromptError {
  return promptError(
    'invalid_input_type',
    `Failed to convert an input value to a ${type} value`,
    `${site.name}, ${shown(site.value)}, ${reason}`,
    { ...seen(site), exception_message: reason },
  );
}

export function outOfRange(site: ErrorSite, value: string, side: 'min' | 'max', limit: string) {
  const [type, comparison] =
    side === 'min' ? ['value_smaller_than_min', 'smaller'] : ['value_bigger_than_max', 'bigger'];
  const message = `Value ${value} ${comparison} than ${side} of ${limit}`;
  return promptError(type, message, site.name, seen(site));
}

export function valueNotInList(site: ErrorSite, options: readonly string[]): PromptError {
  const isLong = options.length > LIST_SHOWN;
  const list = isLong
    ? `(list of length ${options.length})`
    : `[${options.map(pythonQuoted).join(', ')}]`;
  return promptError(
    'value_not_in_list',
    'Value not in list',
    `${site.name}: '${shown(site.value)}' not in ${list}`,
    {
      ...seen(site),
      input_config: isLong ? null : site.config,
      nearest: nearestNames(shown(site.value).slice(0, NAME_COMPARED), options),
    },
  );
}

/** @param reason as `validate` of a node says it, with the input's name before it */
export function customValidationFailed(reason: string): PromptError {
  const name = /^(\S+) - /.exec(reason)?.[1];
  return promptError(
    'custom_validation_failed',
    'Custom validation failed for node',
    reason,
    name === undefined ? {} : { input_name: name },
  );
}

/** @param ring labels along the ring, consumer before producer; the error is the same for all its nodes */
export function dependencyCycle(ring: readonly string[], node: string): PromptError {
  const closed = [...ring.slice(0, RING_SHOWN), ...(ring.length > RING_SHOWN ? ['…'] : [])];
  const path = [...closed, ring[0] ?? ''];
  return promptError('dependency_cycle', 'Dependency cycle detected', path.join(' -> '), {
    node_id: node,
    cycle_nodes: path,
  });
}

function seen(site: ErrorSite): JsonObject {
  return {
    input_name: site.name,
    input_config: site.config,
    received_value: echo(site.value),
  };
}

/** What came, short enough to be sent back. */
function echo(value: Json): Json {
  if (typeof value === 'string' && value.length > TEXT_SHOWN) return shown(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) && value.length <= 4 ? value.map((item) => flat(item)) : flat(value);
}

function flat(value: Json): Json {
  if (typeof value === 'string') return shown(value);
  return typeof value === 'object' && value !== null ? shown(value) : value;
}

function shown(value: Json): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'object';
  const text = String(value);
  return text.length > TEXT_SHOWN ? `${text.slice(0, TEXT_SHOWN)}…` : text;
}

/** ComfyUI's lists are written as Python writes them. */
function pythonQuoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}
