import type { Random } from '../../../tests/mutate.ts';
import { stubCatalog, stubNodes } from '../../../tests/stub-nodes.ts';
import type { Json, JsonObject } from '../json.ts';
import { readNodeClasses, type NodeClasses } from '../node-class.ts';
import { objectInfo } from '../object-info.ts';

export const stubClasses: NodeClasses = readNodeClasses(
  objectInfo(stubNodes().registry, stubCatalog),
);

interface Kind {
  readonly type: string;
  readonly inputs: readonly (readonly [name: string, type: string, isWidget?: boolean])[];
  readonly outputs: readonly string[];
  readonly widgets?: Json;
}

const KINDS: readonly Kind[] = [
  {
    type: 'StubImage',
    inputs: [
      ['width', 'INT', true],
      ['value', 'FLOAT', true],
      ['seed', 'INT', true],
      ['method', 'COMBO', true],
      ['label', 'STRING', true],
      ['flag', 'BOOLEAN', true],
    ],
    outputs: ['IMAGE', 'INT'],
    widgets: [4, 0.5, 7, 'increment', 'bilinear', 'x', true],
  },
  {
    type: 'StubFilter',
    inputs: [
      ['image', 'IMAGE'],
      ['mask', 'MASK'],
    ],
    outputs: ['IMAGE'],
    widgets: [],
  },
  {
    type: 'StubAdd',
    inputs: [
      ['a', 'FLOAT', true],
      ['b', 'FLOAT', true],
    ],
    outputs: ['FLOAT'],
    widgets: [1, 2],
  },
  {
    type: 'StubShow',
    inputs: [
      ['image', 'IMAGE'],
      ['note', 'FLOAT', true],
    ],
    outputs: ['IMAGE'],
    widgets: [3],
  },
  { type: 'Elsewhere', inputs: [['in', 'IMAGE']], outputs: ['IMAGE', 'MASK'], widgets: ['a', [1]] },
  { type: 'Named', inputs: [['in', '*']], outputs: [], widgets: { text: 'a', n: 1 } },
  { type: 'Bare', inputs: [], outputs: ['FLOAT'] },
  { type: 'Note', inputs: [], outputs: [], widgets: ['Read me.'] },
  { type: 'Reroute', inputs: [['', '*']], outputs: ['*'] },
];

const SUBGRAPH: Kind = {
  type: '4e8bfe3e-6f2f-4f2a-9a52-000000000001',
  inputs: [
    ['image', 'IMAGE'],
    ['a', 'FLOAT', true],
  ],
  outputs: ['IMAGE', 'FLOAT'],
  widgets: [5],
};

/** A file as the editor saves it: every member written, links named on both ends. */
export function randomWorkflow(random: Random, version: 0.4 | 1, mostNodes = 12): JsonObject {
  const { nodes, links } = randomGraph(random, [...KINDS, SUBGRAPH], mostNodes);
  nodes.push(nodeOf(nodes.length + 1, SUBGRAPH, random));
  const reroutes = links.slice(0, 2).map((link, i) => ({
    id: i + 1,
    ...(i > 0 && { parentId: 1 }),
    pos: [i * 10, 5],
    linkIds: i > 0 ? [link['id'] ?? null] : links.slice(0, 2).map((entry) => entry['id'] ?? null),
  }));
  links.slice(0, 2).forEach((link, i) => (link['parentId'] = i + 1));
  const shared = {
    id: 'file',
    revision: 0,
    nodes,
    groups: [{ id: 1, title: 'Group', bounding: [0, 0, 200, 100], color: '#3f789e', flags: {} }],
    config: {},
    definitions: { subgraphs: [randomSubgraph(random)] },
  };
  const extra = { ds: { scale: 1, offset: [0, 0] } };
  const lastLinkId = links.length;
  if (version === 1) {
    return {
      ...shared,
      version,
      extra,
      state: {
        lastNodeId: nodes.length,
        lastLinkId,
        lastGroupId: 1,
        lastRerouteId: reroutes.length,
      },
      links,
      ...(reroutes.length > 0 && { reroutes }),
    };
  }
  return {
    ...shared,
    version,
    last_node_id: nodes.length,
    last_link_id: lastLinkId,
    links: links.map((link) => [
      link['id'] ?? 0,
      link['origin_id'] ?? 0,
      link['origin_slot'] ?? 0,
      link['target_id'] ?? 0,
      link['target_slot'] ?? 0,
      link['type'] ?? '*',
    ]),
    extra:
      reroutes.length > 0
        ? {
            ...extra,
            reroutes,
            linkExtensions: links
              .slice(0, 2)
              .map(({ id, parentId }) => ({ id: id ?? 0, parentId: parentId ?? 0 })),
          }
        : extra,
  };
}

function randomSubgraph(random: Random): JsonObject {
  const { nodes, links } = randomGraph(random, KINDS.slice(0, 4), 4);
  const boundary = (id: number) => ({ id, bounding: [id, 0, 120, 80] });
  const add = nodes.length + 1;
  nodes.push(nodeOf(add, KINDS[2] as Kind, random), nodeOf(add + 1, KINDS[1] as Kind, random));
  const join = (from: [number, number], to: [number, number], type: string) =>
    connect(nodes, links, from, to, type);
  const ids = [
    join([-10, 0], [add + 1, 0], 'IMAGE'),
    join([-10, 1], [add, 0], 'FLOAT'),
    join([add + 1, 0], [-20, 0], 'IMAGE'),
    join([add, 0], [-20, 1], 'FLOAT'),
  ];
  const slot = (name: string, type: string, id: number) => ({
    id: name,
    name,
    type,
    linkIds: [id],
  });
  return {
    id: SUBGRAPH.type,
    version: 1,
    name: 'Sub',
    revision: 0,
    config: {},
    state: { lastNodeId: nodes.length, lastLinkId: links.length, lastGroupId: 0, lastRerouteId: 0 },
    inputNode: boundary(-10),
    outputNode: boundary(-20),
    inputs: [slot('image', 'IMAGE', ids[0] ?? 0), slot('a', 'FLOAT', ids[1] ?? 0)],
    outputs: [slot('IMAGE', 'IMAGE', ids[2] ?? 0), slot('FLOAT', 'FLOAT', ids[3] ?? 0)],
    widgets: [],
    nodes,
    groups: [],
    links,
    extra: {},
  };
}

function randomGraph(random: Random, kinds: readonly Kind[], mostNodes: number) {
  const nodes = Array.from({ length: 1 + Math.floor(random() * mostNodes) }, (_, i) =>
    nodeOf(i + 1, kinds[Math.floor(random() * kinds.length)] as Kind, random),
  );
  const links: JsonObject[] = [];
  for (const [at, node] of nodes.entries()) {
    for (const [slot, input] of (node['inputs'] as JsonObject[]).entries()) {
      const offers = nodes.slice(0, at).flatMap((origin) =>
        (origin['outputs'] as JsonObject[]).flatMap(({ type }, i): [number, number][] => {
          const fits = type === input['type'] || type === '*' || input['type'] === '*';
          return fits ? [[Number(origin['id']), i]] : [];
        }),
      );
      const offer = offers[Math.floor(random() * offers.length)];
      if (!offer || random() < 0.3) continue;
      connect(nodes, links, offer, [Number(node['id']), slot], typeOf(input));
    }
  }
  return { nodes, links };
}

function typeOf({ type }: JsonObject): string {
  return typeof type === 'string' ? type : '*';
}

/** @returns the id of the link */
function connect(
  nodes: readonly JsonObject[],
  links: JsonObject[],
  from: readonly [number, number],
  to: readonly [number, number],
  type: string,
): number {
  const id = links.length + 1;
  links.push({
    id,
    origin_id: from[0],
    origin_slot: from[1],
    target_id: to[0],
    target_slot: to[1],
    type,
  });
  const input = (nodes[to[0] - 1]?.['inputs'] as JsonObject[] | undefined)?.[to[1]];
  if (input) input['link'] = id;
  const output = (nodes[from[0] - 1]?.['outputs'] as JsonObject[] | undefined)?.[from[1]];
  if (output) output['links'] = [...((output['links'] as Json[] | null) ?? []), id];
  return id;
}

function nodeOf(id: number, { type, inputs, outputs, widgets }: Kind, random: Random): JsonObject {
  return {
    id,
    type,
    pos: [Math.floor(random() * 2000), random() * 1000],
    size: [210, 60 + random() * 200],
    flags: random() < 0.2 ? { collapsed: true } : {},
    order: id,
    mode: random() < 0.1 ? 4 : random() < 0.1 ? 2 : 0,
    ...(random() < 0.2 && { title: `Node ${id}` }),
    ...(random() < 0.2 && { color: '#223', bgcolor: '#335' }),
    inputs: inputs.map(([name, inputType, isWidget]) => ({
      name,
      type: inputType,
      ...(isWidget && { widget: { name } }),
      link: null,
    })),
    outputs: outputs.map((name) => ({ name, type: name, links: null })),
    properties: { 'Node name for S&R': type },
    ...(widgets !== undefined && { widgets_values: structuredClone(widgets) }),
  };
}
