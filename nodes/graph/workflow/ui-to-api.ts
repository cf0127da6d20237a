/** Turns what the editor saves into what the server runs. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { LayoutOf } from './class-layout.ts';
import { EDITOR_CLASSES } from './editor-classes.ts';
import { expand, type PlacedNode } from './expand.ts';
import { resolveLink } from './resolve-link.ts';
import { widgetValues } from './widget-values.ts';

export interface Converted {
  /** API format. */
  readonly prompt: JsonObject;
  /** What could not be carried over. */
  readonly problems: readonly string[];
}

/**
 * Links and widget values become inputs by name; subgraphs are taken apart; muted and bypassed nodes, notes and reroutes
 * vanish. Of a node whose class is unknown the links stay.
 * @throws UserError `subgraph_recursion`, `workflow_too_large`
 */
export function uiToApi(workflow: JsonObject, layoutOf: LayoutOf): Converted {
  const problems: string[] = [];
  const placed = expand(workflow).filter(({ node }) => !EDITOR_CLASSES.has(node.type));
  const ids = new Set(placed.map(idOf));
  const prompt = placed.map((place): [string, Json] => [
    idOf(place),
    convertNode(place, layoutOf, ids, problems),
  ]);
  return { prompt: Object.fromEntries(prompt), problems };
}

function convertNode(
  place: PlacedNode,
  layoutOf: LayoutOf,
  ids: ReadonlySet<string>,
  problems: string[],
): Json {
  const { node } = place;
  const layout = layoutOf(node.type);
  if (!layout) {
    problems.push(`Node ${idOf(place)}: there is no node of class ${node.type} here.`);
  }
  const values = layout ? widgetValues(layout, node.widgets) : namedValues(node.widgets);
  for (const [name, value] of linkedValues(place, ids, problems)) values.set(name, value);
  return {
    inputs: Object.fromEntries(values),
    class_type: node.type,
    _meta: metaOf(place, layout?.title),
  };
}

function linkedValues(
  place: PlacedNode,
  ids: ReadonlySet<string>,
  problems: string[],
): [string, Json][] {
  const { node, scope } = place;
  const linked: [string, Json][] = [];
  for (const { name, type, link } of node.inputs) {
    if (link === null) continue;
    if (!scope.graph.links.has(link)) {
      problems.push(
        `Node ${idOf(place)} (${node.type}): link ${link} of "${name}" does not exist.`,
      );
      continue;
    }
    const feed = resolveLink(scope, link, type);
    if (!feed) continue;
    if ('value' in feed) {
      linked.push([name, Array.isArray(feed.value) ? { __value__: feed.value } : feed.value]);
    } else if (ids.has(feed.node)) linked.push([name, [feed.node, feed.slot]]);
  }
  return linked;
}

/** Without a definition only names tell what a value is for. */
function namedValues(saved: readonly Json[] | JsonObject): Map<string, Json> {
  return new Map(isObject(saved) ? Object.entries(saved) : []);
}

function metaOf({ node }: PlacedNode, title = node.type): JsonObject {
  const meta: JsonObject = { title: node.title ?? title };
  for (const name of ['cnr_id', 'ver']) {
    const value = node.properties[name];
    if (typeof value === 'string') meta[name] = value;
  }
  return meta;
}

function idOf({ node, scope }: PlacedNode): string {
  return scope.prefix + node.id;
}
