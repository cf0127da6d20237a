/** What became of a file when it was opened, part by part. */
import type { Graph, WorkflowDocument } from '../document/types.ts';
import { readId } from '../document/ids.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { nearestNames } from '../nearest.ts';
import { isWidgetInput, type NodeClasses } from '../node-class.ts';
import { asLink } from '../prompt.ts';
import { idOf, listOf } from '../workflow/ui-graph.ts';
import { isSamePath, missingClasses, missingModels } from './missing.ts';
import { allNodes, graphsOf, type Place } from './places.ts';

export type ImportNote =
  /** A link that leads nowhere was left out. */
  | { readonly kind: 'linkDropped'; readonly place: Place | null; readonly link: string }
  /** A second node with an id that is taken, or something that is no node. */
  | { readonly kind: 'nodeDropped'; readonly place: null; readonly id: string }
  /** A value for an input that the class does not have here. */
  | { readonly kind: 'valueDropped'; readonly place: Place; readonly input: string }
  /** The same file, with the slashes of this system. */
  | {
      readonly kind: 'modelRenamed';
      readonly place: Place;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'modelMissing'; readonly place: Place; readonly name: string }
  | { readonly kind: 'classMissing'; readonly place: Place; readonly type: string }
  /** A choice that its input does not have here. */
  | {
      readonly kind: 'valueUnknown';
      readonly place: Place;
      readonly input: string;
      readonly value: string;
      readonly nearest: string | null;
    };

export interface ImportReport {
  readonly nodes: number;
  readonly links: number;
  readonly changed: readonly ImportNote[];
}

/** @param source the file's JSON: the editor's format, or the API's */
export function importReport(source: JsonObject, document: WorkflowDocument): ImportReport {
  const graphs = graphsOf(document);
  const dropped = Array.isArray(source['nodes'])
    ? droppedFromGraphs(source, document)
    : droppedFromPrompt(source, document);
  return {
    nodes: allNodes(document).length,
    links: graphs.reduce((sum, { graph }) => sum + Object.keys(graph.links).length, 0),
    changed: dropped,
  };
}

/** What is not here, and so cannot run as it is. */
export function keptAsIs(document: WorkflowDocument, classes: NodeClasses): ImportNote[] {
  const missing = missingClasses(document, classes).flatMap(({ type, places }) =>
    places.map((place): ImportNote => ({ kind: 'classMissing', place, type })),
  );
  const models = missingModels(document, classes);
  const files = models.flatMap(({ wanted, uses }) =>
    uses.map((place): ImportNote => ({ kind: 'modelMissing', place, name: wanted })),
  );
  const isModel = new Set(models.flatMap(({ uses }) => uses.map((use) => keyOf(use, use.input))));
  const values = allNodes(document).flatMap(({ value, ...place }): ImportNote[] => {
    const nodeClass = Object.hasOwn(classes, value.type) ? classes[value.type] : undefined;
    return (nodeClass?.inputs ?? []).flatMap((input): ImportNote[] => {
      if (!isWidgetInput(input) || input.kind !== 'combo' || input.isImage) return [];
      const chosen = value.values[input.name];
      const isFine =
        typeof chosen !== 'string' ||
        input.options.length === 0 ||
        input.options.includes(chosen) ||
        isModel.has(keyOf(place, input.name));
      if (isFine) return [];
      const nearest = nearestNames(chosen, input.options)[0] ?? null;
      return [{ kind: 'valueUnknown', place, input: input.name, value: chosen, nearest }];
    });
  });
  return [...missing, ...files, ...values];
}

function keyOf({ subgraph, node }: Place, input: string): string {
  return JSON.stringify([subgraph, node, input]);
}

function droppedFromGraphs(source: JsonObject, document: WorkflowDocument): ImportNote[] {
  return [
    ...droppedFrom(source, document.root, null),
    ...rawSubgraphs(source).flatMap((json) => {
      const id = readId(json['id']);
      const subgraph = id !== null ? document.subgraphs[id] : undefined;
      return id !== null && subgraph ? droppedFrom(json, subgraph.graph, id) : [];
    }),
  ];
}

/** Definitions at any depth. */
function rawSubgraphs(source: JsonObject): JsonObject[] {
  const found: JsonObject[] = [];
  const left: JsonObject[] = [source];
  for (let at = left.pop(); at; at = left.pop()) {
    const definitions = at['definitions'];
    const inner = listOf(isObject(definitions) ? definitions['subgraphs'] : undefined).filter(
      isObject,
    );
    found.push(...inner);
    left.push(...inner);
  }
  return found;
}

function droppedFrom(json: JsonObject, graph: Graph, subgraph: string | null): ImportNote[] {
  const seen = new Set<string>();
  const nodes = listOf(json['nodes']).flatMap((entry): ImportNote[] => {
    const id = isObject(entry) ? readId(entry['id']) : null;
    const isThere = id !== null && Object.hasOwn(graph.nodes, id) && !seen.has(id);
    if (id !== null) seen.add(id);
    return isThere ? [] : [{ kind: 'nodeDropped', place: null, id: id ?? '' }];
  });
  const links = listOf(json['links']).flatMap((entry): ImportNote[] => {
    const [id, target] = linkEnds(entry);
    if (id !== null && Object.hasOwn(graph.links, id)) return [];
    const place = target !== null && Object.hasOwn(graph.nodes, target);
    return [
      {
        kind: 'linkDropped',
        link: id ?? '',
        place: place ? { subgraph, node: target } : null,
      },
    ];
  });
  return [...nodes, ...links];
}

function linkEnds(entry: Json): readonly [id: string | null, target: string | null] {
  if (Array.isArray(entry)) return [idOf(entry[0]), idOf(entry[3])];
  return isObject(entry) ? [idOf(entry['id']), idOf(entry['target_id'])] : [null, null];
}

function droppedFromPrompt(prompt: JsonObject, document: WorkflowDocument): ImportNote[] {
  const there = new Set(Object.keys(prompt));
  const links = Object.values(document.root.links);
  return Object.entries(prompt).flatMap(([name, node]): ImportNote[] => {
    const id = readId(name.replaceAll(':', '_'));
    const shown = id === null ? undefined : document.root.nodes[id];
    if (!isObject(node) || !shown) return [{ kind: 'nodeDropped', place: null, id: name }];
    const place = { subgraph: null, node: shown.id };
    const inputs = isObject(node['inputs']) ? node['inputs'] : {};
    return Object.entries(inputs).flatMap(([input, value]): ImportNote[] => {
      const link = asLink(value);
      if (link) {
        const isKept =
          there.has(link[0]) && links.some(({ to }) => to.node === shown.id && to.input === input);
        return isKept ? [] : [{ kind: 'linkDropped', place, link: input }];
      }
      const isKept = Object.hasOwn(shown.values, input) || shown.savedWidgets !== null;
      return isKept ? [] : [{ kind: 'valueDropped', place, input }];
    });
  });
}

/** Names of models that differ by slashes alone become those that are here. */
export function renameModels(
  document: WorkflowDocument,
  classes: NodeClasses,
): { readonly changes: readonly ModelChange[]; readonly notes: readonly ImportNote[] } {
  const changes = missingModels(document, classes).flatMap(({ wanted, uses, options }) => {
    const to = options.find((option) => isSamePath(option, wanted));
    return to === undefined ? [] : uses.map((use) => ({ ...use, value: to, from: wanted }));
  });
  return {
    changes,
    notes: changes.map(({ subgraph, node, from, value }) => ({
      kind: 'modelRenamed',
      place: { subgraph, node },
      from,
      to: value,
    })),
  };
}

export interface ModelChange extends Place {
  readonly input: string;
  readonly value: string;
}
