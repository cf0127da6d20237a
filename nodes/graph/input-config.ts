/** How an input is described to clients: `[type or options, members]`, as in ComfyUI's /object_info. */
import { SEED_MAX, typeName } from './coerce.ts';
import type { Catalog, ComboInput, InputSpec } from './definition.ts';
import type { Json, JsonObject } from './json.ts';

export type InputConfig = [type: string | string[], options: JsonObject];

export function inputConfig(spec: InputSpec, catalog: Catalog): InputConfig {
  const type = spec.kind === 'combo' ? [...optionsOf(spec, catalog)] : typeName(spec);
  const options = { ...members(spec), tooltip: spec.tooltip, advanced: spec.advanced || undefined };
  return [type, withoutUndefined(options)];
}

export function optionsOf(spec: ComboInput, catalog: Catalog): readonly string[] {
  return typeof spec.options === 'function' ? spec.options(catalog) : spec.options;
}

function members(spec: InputSpec): Record<string, Json | undefined> {
  switch (spec.kind) {
    case 'int':
      return { default: spec.default, min: spec.min, max: spec.max, step: spec.step };
    case 'seed':
      return {
        default: 0,
        min: spec.min ?? 0,
        max: spec.max ?? SEED_MAX,
        control_after_generate: true,
      };
    case 'float':
      return {
        default: spec.default,
        min: spec.min,
        max: spec.max,
        step: spec.step,
        round: spec.round,
      };
    case 'string':
      return {
        default: spec.default,
        multiline: spec.multiline,
        dynamicPrompts: spec.dynamicPrompts,
      };
    case 'boolean':
      return { default: spec.default };
    case 'combo':
      return { default: spec.default, ...spec.extra };
    default:
      return {};
  }
}

function withoutUndefined(record: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
