/** ComfyUI's /object_info, derived from the definitions. */
import { inputConfig } from './input-config.ts';
import type { AnyNode, Catalog, Registry } from './definition.ts';
import type { Json, JsonObject } from './json.ts';

export function objectInfo(registry: Registry, catalog: Catalog): JsonObject {
  return Object.fromEntries(
    Object.entries(registry).map(([name, node]) => [name, nodeInfo(node, catalog)]),
  );
}

/** The entry of one class. */
export function nodeInfo(node: AnyNode, catalog: Catalog): JsonObject {
  const inputs = Object.entries(node.inputs);
  const groups = {
    required: inputs.filter(([, spec]) => !spec.optional),
    optional: inputs.filter(([, spec]) => spec.optional),
  };
  const kept = Object.entries(groups).filter(
    ([name, group]) => name === 'required' || group.length,
  );
  const outputs = Object.entries(node.outputs);
  return {
    input: Object.fromEntries(
      kept.map(([name, group]) => [
        name,
        Object.fromEntries(group.map(([input, spec]) => [input, inputConfig(spec, catalog)])),
      ]),
    ),
    input_order: Object.fromEntries(
      kept.map(([name, group]) => [name, group.map(([input]) => input)]),
    ),
    is_input_list: false,
    output: outputs.map(([, type]) => type),
    output_is_list: outputs.map(() => false),
    output_name: outputs.map(([name]) => name),
    name: node.id,
    display_name: node.title,
    description: node.description,
    python_module: 'nodes',
    category: node.category,
    output_node: node.outputNode ?? false,
    has_intermediate_output: false,
    ...flags(node),
  };
}

function flags(node: AnyNode): Record<string, Json> {
  return {
    ...(node.deprecated ? { deprecated: true } : {}),
    ...(node.experimental ? { experimental: true } : {}),
    ...(node.searchAliases ? { search_aliases: [...node.searchAliases] } : {}),
  };
}
