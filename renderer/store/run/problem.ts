/** What the server's check says of a node, as a sentence with what helps. */
import { isObject, type Json, type JsonObject } from '../../../nodes/graph/json.ts';
import type { NodeErrors, PromptError } from '../../../nodes/graph/prompt-errors.ts';
import { t } from '../../text/text.ts';
import type { Fix, Problem } from './types.ts';

/** The first problem of each node of the `node_errors` that /prompt answers. */
export function problemsOf(nodeErrors: NodeErrors): ReadonlyMap<string, Problem> {
  return new Map(
    Object.entries(nodeErrors).flatMap(([node, { errors }]) => {
      const [first] = errors;
      return first ? [[node, problemOf(first)]] : [];
    }),
  );
}

/** A class that the server does not have: said of the whole prompt. */
export function missingNodes(error: PromptError): ReadonlyMap<string, Problem> {
  const missing = error.type === 'missing_node_type' ? error.extra_info['missing'] : null;
  const nodes = Array.isArray(missing) ? missing.filter(isObject) : [];
  return new Map(
    nodes.map((node) => [
      shown(node['node_id']),
      problem(error.type, {
        message: t('problem.missing', { type: shown(node['class_type']) }),
        cure: t('problem.missing.cure'),
      }),
    ]),
  );
}

export function problemOf({ type, message, details, extra_info: extra }: PromptError): Problem {
  const input = textOf(extra['input_name']) ?? null;
  const value = shown(extra['received_value']);
  const named = { input: input ?? '', value };
  switch (type) {
    case 'required_input_missing':
      return problem(type, {
        message: t('problem.required', named),
        cure: t('problem.required.cure'),
        input,
        fixes: input === null ? [] : [{ kind: 'connect', input }],
      });
    case 'value_smaller_than_min':
    case 'value_bigger_than_max': {
      const isBelow = type === 'value_smaller_than_min';
      const limit = limitOf(extra, isBelow ? 'min' : 'max');
      const values = { ...named, limit: limit ?? '' };
      return problem(type, {
        message: t(isBelow ? 'problem.below' : 'problem.above', values),
        cure: limit === null ? '' : t('problem.range.cure', values),
        input,
        fixes: input === null || limit === null ? [] : [{ kind: 'set', input, value: limit }],
      });
    }
    case 'value_not_in_list':
      return notInList(type, named, extra, input);
    case 'return_type_mismatch':
      return problem(type, {
        message: t('problem.mismatch', {
          ...named,
          received: shown(extra['received_type']),
          wanted: wantedType(extra),
        }),
        cure: t('problem.mismatch.cure'),
        input,
      });
    case 'invalid_input_type':
      return problem(type, {
        message:
          `${t('problem.type', named)} ${sentence(shown(extra['exception_message']))}`.trim(),
        input,
      });
    case 'bad_linked_input':
    case 'exception_during_validation':
    case 'exception_during_inner_validation':
      return problem(type, {
        message: t('problem.link', named),
        cure: t('problem.link.cure'),
        input,
      });
    case 'dependency_cycle':
      return problem(type, { message: t('problem.cycle'), cure: t('problem.cycle.cure') });
    case 'custom_validation_failed':
      return problem(type, { message: sentence(details.replace(/^\S+ - /, '')), input });
    default:
      return problem(type, { message: sentence(details === '' ? message : details), input });
  }
}

const MODEL = /\.(safetensors|gguf|sft|ckpt|pt|bin)$/i;
const PICTURE = /\.(png|jpe?g|webp)$/i;

/** The nearest of the choices, the list of them, and for a file the way to get it. */
function notInList(
  type: string,
  named: { readonly input: string; readonly value: string },
  extra: JsonObject,
  input: string | null,
): Problem {
  const nearest = Array.isArray(extra['nearest']) ? textOf(extra['nearest'][0]) : undefined;
  const isModel = MODEL.test(named.value);
  const isFile = isModel || PICTURE.test(named.value);
  const fixes: Fix[] =
    input === null
      ? []
      : [
          ...(nearest === undefined ? [] : [{ kind: 'set', input, value: nearest } as const]),
          { kind: 'pick', input },
          ...(isModel ? [{ kind: 'download' } as const] : []),
        ];
  return problem(type, {
    message: t(isFile ? 'problem.file' : 'problem.choice', named),
    cure: t(isFile ? 'problem.file.cure' : 'problem.choice.cure'),
    input,
    fixes,
  });
}

function problem(code: string, rest: Partial<Problem> & Pick<Problem, 'message'>): Problem {
  return { code, cure: '', input: null, fixes: [], ...rest };
}

function configOf(extra: JsonObject): { type: Json | undefined; options: JsonObject } {
  const config = extra['input_config'];
  const [type, options] = Array.isArray(config) ? config : [];
  return { type, options: isObject(options) ? options : {} };
}

function limitOf(extra: JsonObject, side: 'min' | 'max'): number | bigint | null {
  const limit = configOf(extra).options[side];
  return typeof limit === 'number' || typeof limit === 'bigint' ? limit : null;
}

function wantedType(extra: JsonObject): string {
  return shown(configOf(extra).type);
}

function textOf(json: Json | undefined): string | undefined {
  return typeof json === 'string' ? json : undefined;
}

function shown(json: Json | undefined): string {
  return typeof json === 'object' && json !== null ? '' : String(json ?? '');
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.…:!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
