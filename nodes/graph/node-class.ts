/** Node classes as clients know them: read from /object_info, ours and any other server's. */
import { isObject, type Json, type JsonObject } from './json.ts';

interface Common {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isAdvanced: boolean;
  readonly tooltip: string | null;
}
export type InputInfo = Common &
  (
    | { readonly kind: 'socket'; readonly type: string }
    | {
        readonly kind: 'int' | 'float';
        readonly type: string;
        readonly default: number | bigint;
        readonly min: number | bigint | null;
        readonly max: number | bigint | null;
        readonly step: number;
        /** Shown decimals come from it. */
        readonly round: number | null;
        /** A value that changes after each run. */
        readonly hasControl: boolean;
      }
    | {
        readonly kind: 'string';
        readonly type: string;
        readonly default: string;
        readonly multiline: boolean;
      }
    | { readonly kind: 'boolean'; readonly type: string; readonly default: boolean }
    | {
        readonly kind: 'combo';
        readonly type: string;
        readonly default: string | null;
        readonly options: readonly string[];
        readonly hasControl: boolean;
        /** A picture of the input folder, which can be uploaded. */
        readonly isImage: boolean;
      }
  );
export type WidgetInfo = Exclude<InputInfo, { kind: 'socket' }>;

export interface NodeClass {
  readonly id: string;
  readonly title: string;
  /** Parts separated by `/`. */
  readonly category: string;
  readonly description: string;
  /** Required ones first, in the order that the server gives. */
  readonly inputs: readonly InputInfo[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly isOutput: boolean;
  readonly isDeprecated: boolean;
  readonly isExperimental: boolean;
  readonly aliases: readonly string[];
}
export type NodeClasses = { readonly [id: string]: NodeClass };

/** Entries that make no sense are left out. */
export function readNodeClasses(objectInfo: JsonObject): NodeClasses {
  return Object.fromEntries(
    Object.entries(objectInfo).flatMap(([id, json]) =>
      isObject(json) ? [[id, readClass(id, json)]] : [],
    ),
  );
}

export function isWidgetInput(input: InputInfo): input is WidgetInfo {
  return input.kind !== 'socket';
}

export function defaultValue(input: WidgetInfo): Json {
  return input.kind === 'combo' ? (input.default ?? input.options[0] ?? '') : input.default;
}

function readClass(id: string, json: JsonObject): NodeClass {
  const input = isObject(json['input']) ? json['input'] : {};
  const types = list(json['output']).map((type) => (typeof type === 'string' ? type : 'COMBO'));
  const names = list(json['output_name']);
  return {
    id,
    title: text(json['display_name']) || id,
    category: text(json['category']),
    description: text(json['description']),
    inputs: [...readInputs(input['required'], false), ...readInputs(input['optional'], true)],
    outputs: types.map((type, i) => ({ name: text(names[i]) || type, type })),
    isOutput: json['output_node'] === true,
    isDeprecated: json['deprecated'] === true,
    isExperimental: json['experimental'] === true,
    aliases: list(json['search_aliases']).filter((alias) => typeof alias === 'string'),
  };
}

function readInputs(group: Json | undefined, isOptional: boolean): InputInfo[] {
  return isObject(group)
    ? Object.entries(group).map(([name, config]) => readInput(name, list(config), isOptional))
    : [];
}

function readInput(name: string, [type, second]: readonly Json[], isOptional: boolean): InputInfo {
  const options = isObject(second) ? second : {};
  const common: Common = {
    name,
    isOptional,
    isAdvanced: options['advanced'] === true,
    tooltip: text(options['tooltip']) || null,
  };
  if (options['forceInput'] === true) {
    return { ...common, kind: 'socket', type: typeof type === 'string' ? type : 'COMBO' };
  }
  const hasControl = options['control_after_generate'] === true;
  if (Array.isArray(type) || type === 'COMBO') {
    const choices = (Array.isArray(type) ? type : list(options['options'])).map(String);
    return {
      ...common,
      kind: 'combo',
      type: 'COMBO',
      options: choices,
      default: text(options['default']) || null,
      hasControl,
      isImage: options['image_upload'] === true,
    };
  }
  switch (type) {
    case 'INT':
    case 'FLOAT':
      return {
        ...common,
        kind: type === 'INT' ? 'int' : 'float',
        type,
        default: number(options['default']) ?? 0,
        min: number(options['min']),
        max: number(options['max']),
        step: Number(number(options['step']) ?? (type === 'INT' ? 1 : 0.01)),
        round: typeof options['round'] === 'number' ? options['round'] : null,
        hasControl: hasControl || name === 'seed' || name === 'noise_seed',
      };
    case 'STRING':
      return {
        ...common,
        kind: 'string',
        type,
        default: text(options['default']),
        multiline: options['multiline'] === true,
      };
    case 'BOOLEAN':
      return { ...common, kind: 'boolean', type, default: options['default'] === true };
    default:
      return { ...common, kind: 'socket', type: typeof type === 'string' ? type : '*' };
  }
}

function list(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

function text(json: Json | undefined): string {
  return typeof json === 'string' ? json : '';
}

function number(json: Json | undefined): number | bigint | null {
  return typeof json === 'number' || typeof json === 'bigint' ? json : null;
}
