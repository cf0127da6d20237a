import { idOf } from '../../nodes/graph/workflow/ui-graph.ts';
import { widgetPositions } from '../../nodes/graph/workflow/widget-values.ts';
import { uiToApi } from '../../nodes/graph/workflow/ui-to-api.ts';
import type { Registry } from '../../nodes/graph/definition.ts';
import { isObject, type JsonObject } from '../../nodes/graph/json.ts';
import { layoutsOfRegistry } from '../../nodes/graph/workflow/class-layout.ts';
import type { InputChange } from './set-inputs.ts';

/**
 * The editor's workflow with these inputs changed, so that a picture shows in the editor what made it.
 * The last change of an input counts; null when that cannot be said there: an input that a link feeds, or one inside a subgraph.
 */
export function updateWorkflow(
  workflow: JsonObject,
  changes: readonly InputChange[],
  registry: Registry,
): JsonObject | null {
  if (changes.length === 0) return workflow;
  const layoutOf = layoutsOfRegistry(registry);
  const changed = structuredClone(workflow);
  const nodes = Array.isArray(changed['nodes']) ? changed['nodes'].filter(isObject) : [];
  for (const { node: id, input, value } of changes) {
    const node = nodes.find((candidate) => idOf(candidate['id']) === id);
    const type = node?.['type'];
    const layout = typeof type === 'string' ? layoutOf(type) : undefined;
    if (!node || !layout) return null;
    const { widgets_values: saved, widgets_values_named: named } = node;
    if (isObject(named)) named[input] = value;
    if (isObject(saved)) saved[input] = value;
    else if (Array.isArray(saved)) {
      const position = widgetPositions(layout, saved).get(input);
      if (position === undefined || position >= saved.length) return null;
      saved[position] = value;
    }
  }
  const { prompt } = uiToApi(changed, layoutOf);
  const holds = ({ node, input, value }: InputChange) => {
    const inputs = (prompt[node] as JsonObject | undefined)?.['inputs'];
    return isObject(inputs) && inputs[input] === value;
  };
  const last = new Map(changes.map((change) => [`${change.node}.${change.input}`, change]));
  return [...last.values()].every(holds) ? changed : null;
}
