import { produce } from 'immer';
import { expect, test } from 'vitest';
import { mutated, seeded } from '../../../tests/mutate.ts';
import { parseJson, stringifyJson, type JsonObject } from '../json.ts';
import { copyItems, pasteItems, readCopied } from './clipboard.ts';
import { connect } from './connect.ts';
import { addNode, setValue } from './edits.ts';
import { addGroup } from './groups.ts';
import { randomWorkflow, stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import { addReroute } from './reroutes.ts';
import type { Inserted } from './slice.ts';
import { EMPTY_DOCUMENT, type NodeId, type WorkflowDocument } from './types.ts';
import { writeWorkflow } from './write-workflow.ts';

/** Source -> (reroute) -> filter -> result; the source is node 1. */
function pipeline(): WorkflowDocument {
  return produce(EMPTY_DOCUMENT, ({ root }) => {
    for (const [i, type] of ['StubImage', 'StubFilter', 'StubShow'].entries()) {
      const nodeClass = stubClasses[type];
      if (nodeClass) addNode(root, nodeClass, [i * 300, 50]);
    }
    setValue(root, '1', 'seed', 18446744073709551615n);
    const link = connect(root, { node: '1', slot: 0 }, { node: '2', input: 'image' });
    connect(root, { node: '2', slot: 0 }, { node: '3', input: 'image' });
    addReroute(root, link ?? '', [250, 60]);
    addGroup(root, stubClasses, { nodes: ['1'], groups: [], reroutes: [] }, 'Sources');
  });
}

function pasted(
  document: WorkflowDocument,
  text: string,
  position: readonly [number, number] | null,
  withLinks = false,
): { document: WorkflowDocument; inserted: Inserted } {
  const slice = readCopied(text, stubClasses);
  if (!slice) throw new Error('nothing copied');
  let inserted: Inserted = { nodes: [], groups: [], reroutes: [] };
  const after = produce(document, (draft) => {
    inserted = pasteItems(draft, null, slice, stubClasses, position, withLinks);
  });
  return { document: after, inserted };
}

const nodes = (...ids: NodeId[]) => ({ nodes: ids, groups: [], reroutes: [] });

test('what is copied is pasted at the pointer with new ids, values and inner links', () => {
  const before = pipeline();
  const text = copyItems(before, null, { ...nodes('1', '2'), groups: ['1'] }, stubClasses);
  const { document, inserted } = pasted(before, text, [1000, 2000]);
  expect(inserted).toEqual({ nodes: ['4', '5'], groups: ['2'], reroutes: ['2'] });
  expect(document.root.nodes['4']?.values['seed']).toBe(18446744073709551615n);
  expect(document.root.groups['2']?.position).toEqual([1000, 2000]);
  const links = Object.values(document.root.links);
  expect(links.filter(({ to }) => to.node === '5')).toMatchObject([
    { from: { node: '4', slot: 0 }, via: '2' },
  ]);
});

test('links from outside come along only when asked for', () => {
  const before = pipeline();
  const text = copyItems(before, null, nodes('2'), stubClasses);
  const intoCopy = (document: WorkflowDocument) =>
    Object.values(document.root.links).filter(({ to }) => to.node === '4');
  expect(intoCopy(pasted(before, text, null).document)).toEqual([]);
  expect(intoCopy(pasted(before, text, null, true).document)).toMatchObject([
    { from: { node: '1', slot: 0 }, to: { input: 'image' } },
  ]);
  expect(pasted(EMPTY_DOCUMENT, text, null, true).document.root.links).toEqual({});
});

test('a copied instance gets a subgraph of its own', () => {
  const before = readWorkflow(randomWorkflow(seeded(1), 0.4), stubClasses);
  const instance = before.root.order.find((id) => before.root.nodes[id]?.type.includes('-')) ?? '';
  const text = copyItems(before, null, nodes(instance), stubClasses);
  const { document, inserted } = pasted(before, text, null);
  const copy = document.root.nodes[inserted.nodes[0] ?? ''];
  expect(Object.keys(document.subgraphs)).toHaveLength(2);
  expect(copy?.type).not.toBe(before.root.nodes[instance]?.type);
  expect(copy?.values).toEqual(before.root.nodes[instance]?.values);
});

test('the form is that of ComfyUI: nodes, groups, reroutes, link objects and subgraphs', () => {
  const copied = parseJson(copyItems(pipeline(), null, nodes('1', '2'), stubClasses)) as JsonObject;
  expect(Object.keys(copied).sort()).toEqual(['groups', 'links', 'nodes', 'reroutes', 'subgraphs']);
  expect(copied['links']).toMatchObject([
    { id: 1, origin_id: 1, origin_slot: 0, target_id: 2, target_slot: 0, parentId: 1 },
  ]);
});

test('nodes copied by older editors, with links by place, can be pasted', () => {
  const text = stringifyJson({
    nodes: [
      { type: 'StubImage', pos: [0, 0], outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [7] }] },
      { type: 'StubFilter', pos: [9, 0], inputs: [{ name: 'image', type: 'IMAGE', link: 7 }] },
    ],
    links: [[0, 0, 1, 0, 44]],
  });
  const { root } = pasted(EMPTY_DOCUMENT, text, null).document;
  expect(Object.values(root.links)).toMatchObject([
    { from: { node: '1', slot: 0 }, to: { node: '2', input: 'image' } },
  ]);
});

test('whole workflows of both formats can be pasted, other texts cannot', () => {
  const file = stringifyJson(writeWorkflow(pipeline(), stubClasses));
  expect(pasted(EMPTY_DOCUMENT, file, null).inserted.nodes).toHaveLength(3);
  const prompt = '{"5":{"class_type":"StubImage","inputs":{"seed":3}}}';
  expect(pasted(EMPTY_DOCUMENT, prompt, null).inserted.nodes).toHaveLength(1);
  for (const text of ['', 'a red circle', '{', '{}', '[]', '{"a":1}', 'null']) {
    expect(readCopied(text, stubClasses), text).toBeNull();
  }
});

test('whatever is nearly a copied text pastes without failing', () => {
  const random = seeded(21);
  for (let i = 0; i < 500; i++) {
    const before = readWorkflow(randomWorkflow(random, 0.4, 5), stubClasses);
    const copied = copyItems(before, null, nodes(...before.root.order), stubClasses);
    const text = stringifyJson(mutated(parseJson(copied), random, 1 + (i % 5)));
    const slice = readCopied(text, stubClasses);
    if (!slice) continue;
    const after = produce(before, (draft) => {
      pasteItems(draft, null, slice, stubClasses, [0, 0], true);
    });
    expect(after.root.order).toHaveLength(before.root.order.length + slice.graph.order.length);
  }
});
