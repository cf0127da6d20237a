import { produce } from 'immer';
import { expect, test } from 'vitest';
import { aligned, distributed, moveTo } from './arrange.ts';
import { addNode, newNode, setCollapsed, setSize } from './edits.ts';
import { addGroup, contentOf, fitGroup, moveGroup } from './groups.ts';
import { nodeLayout, socketPosition } from './node-size.ts';
import type { NodeClass } from '../node-class.ts';
import { stubClasses } from './random-workflow.fixture.ts';
import { EMPTY_GRAPH, type Graph } from './types.ts';

/** StubAdds (two widgets, one output) at the places. */
function graphAt(...places: [number, number][]): Graph {
  return produce(EMPTY_GRAPH, (graph) => {
    for (const place of places) {
      const nodeClass = stubClasses['StubAdd'];
      if (nodeClass) addNode(graph, nodeClass, place);
    }
  });
}

const nodes = (...ids: string[]) => ({ nodes: ids, groups: [], reroutes: [] });

test('rows of sockets come before widgets, and the slot of a widget is at its line', () => {
  const node = graphAt([100, 200]).nodes['1'];
  if (!node) throw new Error('no node');
  const layout = nodeLayout(node, stubClasses['StubAdd']);
  expect(layout).toMatchObject({
    width: 240,
    height: 28 + 20 + 2 * 25 + 6,
    outputs: [{ slot: 0, y: 38 }],
    widgets: [
      { name: 'a', y: 51, height: 22 },
      { name: 'b', y: 76, height: 22 },
    ],
  });
  expect(socketPosition(node, stubClasses['StubAdd'], { input: 'a' })).toEqual([100, 262]);
  expect(socketPosition(node, stubClasses['StubAdd'], { output: 0 })).toEqual([340, 238]);
  expect(socketPosition(node, stubClasses['StubAdd'], { output: 1 })).toBeUndefined();
});

/** A node with one text of several lines. */
function withText(text: { readonly isOptional: boolean }): NodeClass {
  const { StubAdd } = stubClasses;
  if (!StubAdd) throw new Error('no class');
  const input = { name: 'words', type: 'STRING', kind: 'string', multiline: true } as const;
  const rest = { default: '', isAdvanced: false, tooltip: null };
  return { ...StubAdd, inputs: [{ ...input, ...rest, ...text }] };
}

test('a text that may stay empty takes a line, and grows with what is written up to four', () => {
  const nodeClass = withText({ isOptional: true });
  const node = newNode('1', nodeClass, [0, 0]);
  const heightWith = (words: string) =>
    nodeLayout({ ...node, values: { words } }, nodeClass).widgets[0]?.height;
  expect(heightWith('')).toBe(28);
  expect(heightWith('red circle: 1.4\nblue square: 1.1')).toBe(44);
  expect(heightWith('x'.repeat(100))).toBe(60);
  expect(heightWith('1\n2\n3\n4\n5\n6')).toBe(74);
  const required = withText({ isOptional: false });
  expect(nodeLayout(newNode('1', required, [0, 0]), required).widgets[0]?.height).toBe(74);
});

test('a new node is as wide as its title and what its widgets show', () => {
  const { StubAdd } = stubClasses;
  if (!StubAdd) throw new Error('no class');
  const widthOf = (nodeClass: NodeClass) => newNode('1', nodeClass, [0, 0]).size[0];
  expect(widthOf(StubAdd)).toBe(240);
  expect(widthOf({ ...StubAdd, title: 'Empty Latent Image (SD3, FLUX)' })).toBe(300);
  expect(widthOf({ ...StubAdd, title: 'x'.repeat(200) })).toBe(640);
  expect(widthOf(withText({ isOptional: true }))).toBe(320);
});

test('all links of a collapsed node meet', () => {
  const graph = produce(graphAt([0, 0]), (draft) => setCollapsed(draft, ['1'], true));
  const layout = graph.nodes['1'] && nodeLayout(graph.nodes['1'], stubClasses['StubAdd']);
  expect(layout?.height).toBe(28);
  expect(
    new Set([...(layout?.inputs ?? []), ...(layout?.outputs ?? [])].map(({ y }) => y)),
  ).toEqual(new Set([14]));
});

test('only nodes with a text, a picture or a result are taller than their content', () => {
  const graph = produce(graphAt([0, 0]), (draft) => {
    setSize(draft, '1', [300, 500]);
    const show = stubClasses['StubShow'];
    if (show) setSize(draft, addNode(draft, show, [0, 0]), [300, 500]);
  });
  const heightOf = (id: string, type: string) =>
    graph.nodes[id] && nodeLayout(graph.nodes[id], stubClasses[type]).height;
  expect(heightOf('1', 'StubAdd')).toBe(104);
  expect(heightOf('2', 'StubShow')).toBe(500);
});

test('a group holds what has its centre in it, and moves with it', () => {
  const graph = produce(graphAt([0, 0], [300, 0], [0, 300]), (draft) => {
    addGroup(draft, stubClasses, nodes('1', '2'), 'Inputs');
    addGroup(draft, stubClasses, nodes('1'), 'Inner');
  });
  expect(contentOf(graph, stubClasses, '1')).toEqual({
    nodes: ['1', '2'],
    groups: ['2'],
    reroutes: [],
  });
  const after = produce(graph, (draft) => moveGroup(draft, stubClasses, '1', [10, 20]));
  expect(Object.values(after.nodes).map(({ position }) => position)).toEqual([
    [10, 20],
    [310, 20],
    [0, 300],
  ]);
  expect(after.groups['2']?.position).toEqual([-2, -12]);
});

test('a group can be made as large as its content', () => {
  const graph = produce(graphAt([0, 0]), (draft) => {
    addGroup(draft, stubClasses, nodes(), 'Empty', [-50, -60]);
    fitGroup(draft, stubClasses, '1');
  });
  expect(graph.groups['1']).toMatchObject({ position: [-12, -32], size: [264, 148] });
});

const rects = new Map([
  ['a', { x: 0, y: 0, width: 10, height: 10 }],
  ['b', { x: 50, y: 5, width: 20, height: 30 }],
  ['c', { x: 80, y: 60, width: 40, height: 20 }],
]);

test.each([
  ['left', [0, 0, 0], [0, 5, 60]],
  ['right', [110, 100, 80], [0, 5, 60]],
  ['top', [0, 50, 80], [0, 0, 0]],
  ['bottom', [0, 50, 80], [70, 50, 60]],
  ['centre-x', [55, 50, 40], [0, 5, 60]],
  ['centre-y', [0, 50, 80], [35, 25, 30]],
] as const)('aligns %s', (alignment, x, y) => {
  const places = [...aligned(rects, alignment).values()];
  expect(places.map((point) => point[0])).toEqual(x);
  expect(places.map((point) => point[1])).toEqual(y);
});

test('distributes with equal gaps, the outermost stay', () => {
  expect([...distributed(rects, 'x').values()].map(([x]) => x)).toEqual([0, 35, 80]);
  expect([...distributed(rects, 'y').values()].map(([, y]) => y)).toEqual([0, 20, 60]);
  expect(distributed(new Map([...rects].slice(0, 2)), 'x').size).toBe(0);
});

test('nodes move to their places', () => {
  const graph = produce(graphAt([0, 0]), (draft) => moveTo(draft, new Map([['1', [7, 8]]])));
  expect(graph.nodes['1']?.position).toEqual([7, 8]);
});
