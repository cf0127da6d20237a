import type { Json, JsonObject } from '../nodes/graph/json.ts';

interface UiSlotSpec {
  readonly name: string;
  readonly type: string;
  readonly widget?: boolean;
}

/** Builds files as the editor saves them (0.4 by default), for tests. */
export class UiWorkflow {
  readonly nodes: JsonObject[] = [];
  readonly links: Json[] = [];
  readonly #objectLinks: boolean;

  /** @param objectLinks as in version 1 and in subgraphs */
  constructor(objectLinks = false) {
    this.#objectLinks = objectLinks;
  }

  node(
    id: number,
    type: string,
    inputs: readonly UiSlotSpec[] = [],
    outputs: readonly string[] = [],
    rest: JsonObject = {},
  ): this {
    this.nodes.push({
      id,
      type,
      pos: [0, 0],
      mode: 0,
      inputs: inputs.map(({ name, type, widget }) => ({
        name,
        type,
        link: null,
        ...(widget ? { widget: { name } } : {}),
      })),
      outputs: outputs.map((type) => ({ name: type, type, links: [] })),
      properties: {},
      ...rest,
    });
    return this;
  }

  /** From output `[id, slot]` to input `[id, slot]`; -10 and -20 are the ends of a subgraph. */
  link(from: [number, number], to: [number, number], type = '*'): this {
    const id = this.links.length + 1;
    this.links.push(
      this.#objectLinks
        ? {
            id,
            origin_id: from[0],
            origin_slot: from[1],
            target_id: to[0],
            target_slot: to[1],
            type,
          }
        : [id, ...from, ...to, type],
    );
    const target = this.nodes.find((node) => node['id'] === to[0]);
    const input = (target?.['inputs'] as JsonObject[] | undefined)?.[to[1]];
    if (input) input['link'] = id;
    return this;
  }

  file(rest: JsonObject = {}): JsonObject {
    return { version: 0.4, nodes: this.nodes, links: this.links, groups: [], ...rest };
  }
}

/** A subgraph's definition around a graph with object links. */
export function subgraphOf(
  id: string,
  graph: UiWorkflow,
  inputs: readonly string[],
  outputs: readonly string[],
): JsonObject {
  return {
    id,
    version: 1,
    name: id,
    inputNode: { id: -10 },
    outputNode: { id: -20 },
    inputs: inputs.map((name) => ({ id: name, name, type: '*' })),
    outputs: outputs.map((name) => ({ id: name, name, type: '*' })),
    nodes: graph.nodes,
    links: graph.links,
  };
}
