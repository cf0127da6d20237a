import { produce } from 'immer';
import { describe, expect, test } from 'vitest';
import { connect, disconnect, whyNotConnect } from './connect.ts';
import {
  addNode,
  bringToFront,
  moveItems,
  removeItems,
  setControl,
  setMode,
  setPinned,
  setSize,
  setTitle,
} from './edits.ts';
import { stubClasses } from './random-workflow.fixture.ts';
import { addReroute, originOf, pathOf } from './reroutes.ts';
import { fitOnLink, insertOnLink, removeBridging } from './splice.ts';
import { EMPTY_GRAPH, type Graph, type GraphDraft } from './types.ts';

const nodes = (...ids: string[]) => ({ nodes: ids, groups: [], reroutes: [] });

function graphOf(...types: string[]): Graph {
  return produce(EMPTY_GRAPH, (graph) => {
    for (const type of types) add(graph, type);
  });
}

function add(graph: GraphDraft, type: string): string {
  const nodeClass = stubClasses[type];
  if (!nodeClass) throw new Error(type);
  return addNode(graph, nodeClass, [10, 20]);
}

/** StubImage 1 -> StubFilter 2 -> StubShow 3. */
const chain = produce(graphOf('StubImage', 'StubFilter', 'StubShow'), (graph) => {
  connect(graph, { node: '1', slot: 0 }, { node: '2', input: 'image' });
  connect(graph, { node: '2', slot: 0 }, { node: '3', input: 'image' });
});

const ends = (graph: Graph) =>
  Object.values(graph.links).map(
    ({ from, to }) => `${from.node}.${from.slot}-${to.node}.${to.input}`,
  );

test('a new node has the slots, defaults and seed control of its class', () => {
  const node = graphOf('StubImage').nodes['1'];
  expect(node).toMatchObject({
    position: [10, 20],
    values: { width: 4, seed: 0, method: 'nearest-exact', flag: false },
    controls: { seed: 'randomize' },
    outputs: [
      { name: 'IMAGE', type: 'IMAGE' },
      { name: 'SEED', type: 'INT' },
    ],
  });
  expect(node?.inputs.every(({ isWidget }) => isWidget)).toBe(true);
});

test('ids of removed nodes are not given again', () => {
  const graph = produce(graphOf('StubImage', 'StubImage'), (graph) => {
    removeItems(graph, nodes('2'));
    expect(add(graph, 'StubImage')).toBe('3');
  });
  expect(graph.order).toEqual(['1', '3']);
});

test('removing a node removes its links', () => {
  expect(ends(produce(chain, (graph) => removeItems(graph, nodes('2'))))).toEqual([]);
});

test('a used input takes the new link in place of the old', () => {
  const graph = produce(chain, (graph) => {
    connect(graph, { node: '1', slot: 0 }, { node: '3', input: 'image' });
  });
  expect(ends(graph).sort()).toEqual(['1.0-2.image', '1.0-3.image']);
  expect(ends(produce(graph, (g) => disconnect(g, { node: '3', input: 'image' })))).toEqual([
    '1.0-2.image',
  ]);
});

test('what does not fit is not linked', () => {
  produce(chain, (graph) => {
    expect(connect(graph, { node: '1', slot: 1 }, { node: '3', input: 'image' })).toBeNull();
    expect(connect(graph, { node: '1', slot: 9 }, { node: '3', input: 'image' })).toBeNull();
  });
});

describe('a link is refused', () => {
  const why = (from: [string, number], to: [string, string]) =>
    whyNotConnect(
      chain,
      stubClasses,
      { node: from[0], slot: from[1] },
      { node: to[0], input: to[1] },
    );
  test('for types that do not fit, with a node that would turn one into the other', () => {
    expect(why(['1', 0], ['2', 'mask'])).toEqual({
      code: 'type',
      given: 'IMAGE',
      wanted: 'MASK',
      converter: null,
    });
    const graph = produce(chain, (draft) => {
      add(draft, 'StubFile');
    });
    expect(
      whyNotConnect(graph, stubClasses, { node: '4', slot: 1 }, { node: '3', input: 'image' }),
    ).toMatchObject({ code: 'type', given: 'MASK', wanted: 'IMAGE', converter: 'StubMask' });
  });
  test('to the node itself, in a circle, and to what is not there', () => {
    expect(why(['2', 0], ['2', 'image'])).toEqual({ code: 'self' });
    expect(why(['3', 0], ['2', 'image'])).toEqual({ code: 'cycle', through: '2' });
    expect(why(['9', 0], ['2', 'image'])).toEqual({ code: 'missing' });
    expect(why(['1', 0], ['3', 'image'])).toBeNull();
  });
});

describe('reroutes', () => {
  const routed = produce(chain, (graph) => {
    connect(graph, { node: '1', slot: 0 }, { node: '3', input: 'image' });
    const [first] = Object.keys(graph.links);
    const trunk = addReroute(graph, first ?? '', [50, 0]);
    addReroute(graph, first ?? '', [80, 0], trunk);
    connect(graph, { node: '1', slot: 0 }, { node: '3', input: 'image' }, trunk);
  });
  const pathsOf = (graph: Graph) =>
    Object.values(graph.links).map((link) => pathOf(graph, link).map(({ id }) => id));

  test('are shared by links up to where they part', () => {
    expect(pathsOf(routed)).toEqual([['1', '2'], ['1']]);
    expect(originOf(routed, '2')).toEqual({ node: '1', slot: 0 });
  });
  test('leave the links whole when one is removed', () => {
    const graph = produce(routed, (draft) => removeItems(draft, { ...nodes(), reroutes: ['1'] }));
    expect(pathsOf(graph)).toEqual([['2'], []]);
  });
  test('go with the last link through them', () => {
    const graph = produce(routed, (draft) => removeItems(draft, nodes('2')));
    expect(Object.keys(graph.reroutes)).toEqual(['1']);
  });
});

test('a node put on a link stands between its ends', () => {
  const graph = produce(chain, (draft) => {
    add(draft, 'StubSteps');
    const link = Object.keys(draft.links)[0] ?? '';
    expect(insertOnLink(draft, '4', link)).toBe(true);
    expect(fitOnLink(draft, add(draft, 'StubAdd'), link)).toBeNull();
  });
  expect(ends(graph).sort()).toEqual(['1.0-4.image', '2.0-3.image', '4.0-2.image']);
});

test('a node is not put on a link that it feeds or is fed by', () => {
  const [first = '', second = ''] = Object.keys(chain.links);
  const longer = produce(chain, (draft) => {
    connect(draft, { node: '3', slot: 0 }, { node: add(draft, 'StubFilter'), input: 'image' });
  });
  expect(fitOnLink(longer, '4', first)).toBeNull();
  expect(fitOnLink(longer, '1', second)).toBeNull();
});

test('a node can be removed and what runs through it stay linked', () => {
  expect(ends(produce(chain, (graph) => removeBridging(graph, nodes('2'))))).toEqual([
    '1.0-3.image',
  ]);
});

test('pinned nodes do not move', () => {
  const graph = produce(chain, (draft) => {
    setPinned(draft, ['1'], true);
    moveItems(draft, nodes('1', '2'), [5, -5]);
  });
  expect([graph.nodes['1']?.position, graph.nodes['2']?.position]).toEqual([
    [10, 20],
    [15, 15],
  ]);
});

test('title, size, mode, control and place in the pile are set', () => {
  const graph = produce(chain, (draft) => {
    setTitle(draft, '1', '  Source ');
    setTitle(draft, '2', ' ');
    setSize(draft, '1', [9999, -5]);
    setMode(draft, ['2', '3'], 'bypass');
    setControl(draft, '1', 'seed', 'fixed');
    bringToFront(draft, ['1']);
  });
  expect(graph.nodes['1']).toMatchObject({
    title: 'Source',
    size: [640, 0],
    controls: { seed: 'fixed' },
  });
  expect(graph.nodes['2']).toMatchObject({ title: null, mode: 'bypass' });
  expect(graph.order).toEqual(['2', '3', '1']);
});
