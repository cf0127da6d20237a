import { produce } from 'immer';
import { expect, test } from 'vitest';
import { seeded, type Random } from '../../../tests/mutate.ts';
import { UserError } from '../../errors.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { collapseToSubgraph } from './collapse.ts';
import { connect, disconnect, removeLinks } from './connect.ts';
import { addNode, bringToFront, moveItems, removeItems, setMode } from './edits.ts';
import { expandSubgraph } from './expand-subgraph.ts';
import { exposeInput, exposeOutput, renameSlot, unexpose } from './exposed.ts';
import { addGroup, fitGroup, moveGroup } from './groups.ts';
import { randomWorkflow, stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import { addReroute, pathOf, removeReroutes } from './reroutes.ts';
import { insertSlice, sliceOf } from './slice.ts';
import { insertOnLink, removeBridging } from './splice.ts';
import { withSubgraphClasses } from './subgraph-class.ts';
import { makeUnique } from './subgraphs.ts';
import {
  graphOf,
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type DocumentDraft,
  type Graph,
  type GraphRef,
  type Subgraph,
  type WorkflowDocument,
} from './types.ts';
import { writeWorkflow } from './write-workflow.ts';

/** Links lead from sockets to sockets that are there, each input has one, and what is named is there. */
function faultsOf(graph: Graph, subgraph: Subgraph | null): string[] {
  const faults: string[] = [];
  const ends = new Set<string>();
  if (graph.order.toSorted().join() !== Object.keys(graph.nodes).toSorted().join()) {
    faults.push('the order is not that of the nodes');
  }
  for (const [id, link] of Object.entries(graph.links)) {
    const { from, to } = link;
    const end = `${to.node} ${to.input}`;
    if (ends.has(end)) faults.push(`two links into ${end}`);
    ends.add(end);
    const starts =
      from.node === SUBGRAPH_INPUT ? subgraph?.inputs : graph.nodes[from.node]?.outputs;
    if (!starts?.[from.slot]) faults.push(`link ${id} from nowhere: ${from.node} ${from.slot}`);
    const isThere =
      to.node === SUBGRAPH_OUTPUT
        ? subgraph?.outputs[Number(to.input)]
        : graph.nodes[to.node]?.inputs.find(({ name }) => name === to.input);
    if (!isThere) faults.push(`link ${id} to nowhere: ${end}`);
    const path = pathOf(graph, link);
    if ((link.via === null) !== (path.length === 0)) faults.push(`link ${id} via nothing`);
    if (path.some(({ parent }, i) => parent !== (path[i - 1]?.id ?? null))) {
      faults.push(`link ${id} has a broken path`);
    }
  }
  return faults;
}

function someEdit(draft: DocumentDraft, document: WorkflowDocument, random: Random): string {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const refs: GraphRef[] = [null, null, ...Object.keys(draft.subgraphs)];
  const ref = pick(refs) ?? null;
  const graph = graphOf(draft, ref) ?? draft.root;
  const classes = withSubgraphClasses(stubClasses, document.subgraphs);
  const ids = Object.keys(graph.nodes);
  const some = ids.filter(() => random() < 0.4);
  const items = { nodes: some, groups: Object.keys(graph.groups), reroutes: [] };
  const [node = '', other = ''] = [pick(ids), pick(ids)];
  const link = pick(Object.keys(graph.links)) ?? '';
  const input = pick(graph.nodes[other]?.inputs ?? [])?.name ?? '';
  const slot = Math.floor(random() * 2);
  const subgraph = pick(Object.keys(draft.subgraphs)) ?? '';
  const inner = pick(Object.keys(draft.subgraphs[subgraph]?.graph.nodes ?? {})) ?? '';
  const innerInput = pick(draft.subgraphs[subgraph]?.graph.nodes[inner]?.inputs ?? [])?.name ?? '';
  const edits: readonly (readonly [string, () => unknown])[] = [
    ['add', () => addNode(graph, pick(Object.values(stubClasses)) as never, [0, 0])],
    ['remove', () => removeItems(graph, { ...items, nodes: some.slice(0, 2) })],
    ['bridge', () => removeBridging(graph, { nodes: some.slice(0, 2), groups: [], reroutes: [] })],
    ['connect', () => connect(graph, { node, slot }, { node: other, input })],
    ['disconnect', () => disconnect(graph, { node: other, input })],
    ['cut', () => removeLinks(graph, [link])],
    ['reroute', () => addReroute(graph, link, [1, 2], pick(Object.keys(graph.reroutes)) ?? null)],
    ['unroute', () => removeReroutes(graph, [pick(Object.keys(graph.reroutes)) ?? ''])],
    ['insert', () => insertOnLink(graph, node, link)],
    ['group', () => fitGroup(graph, classes, addGroup(graph, classes, items, 'G'))],
    ['move', () => moveGroup(graph, classes, pick(Object.keys(graph.groups)) ?? '', [5, 5])],
    ['shift', () => moveItems(graph, items, [1, 1])],
    ['raise', () => bringToFront(graph, some)],
    ['mode', () => setMode(graph, some, random() < 0.5 ? 'bypass' : 'always')],
    ['collapse', () => collapseToSubgraph(draft, ref, classes, items, 'Part')],
    ['expand', () => expandSubgraph(draft, ref, node, classes)],
    ['unique', () => makeUnique(draft, ref, node)],
    ['duplicate', () => insertSlice(draft, ref, sliceOf(document, ref, items), [9, 9], true)],
    ['show input', () => exposeInput(draft, subgraph, { node: inner, input: innerInput })],
    ['show output', () => exposeOutput(draft, subgraph, { node: inner, slot: 0 })],
    ['hide input', () => unexpose(draft, subgraph, 'inputs', slot)],
    ['hide output', () => unexpose(draft, subgraph, 'outputs', slot)],
    ['rename', () => renameSlot(draft, subgraph, 'inputs', slot, pick(['a', 'image', '']) ?? '')],
  ];
  const [name, run] = pick(edits) ?? ['none', () => null];
  run();
  return name;
}

function allFaults(document: WorkflowDocument): string[] {
  return [
    ...faultsOf(document.root, null),
    ...Object.values(document.subgraphs).flatMap((subgraph) => faultsOf(subgraph.graph, subgraph)),
  ];
}

function isConverted(document: WorkflowDocument): boolean {
  try {
    uiToApi(writeWorkflow(document, stubClasses), layoutsOfClasses(stubClasses));
    return true;
  } catch (error) {
    return error instanceof UserError;
  }
}

test('no sequence of edits leaves a document that is not whole', () => {
  const random = seeded(77);
  for (let i = 0; i < 300; i++) {
    let document = readWorkflow(randomWorkflow(random, 0.4, 14), stubClasses);
    const done: string[] = [];
    for (let step = 0; step < 15; step++) {
      const before = document;
      document = produce(before, (draft) => {
        done.push(someEdit(draft, before, random));
      });
      expect(allFaults(document), `${i}: ${done.join(', ')}`).toEqual([]);
    }
    const written = writeWorkflow(document, stubClasses);
    const again = writeWorkflow(readWorkflow(written, stubClasses), stubClasses);
    expect(again, done.join(', ')).toEqual(written);
    expect(isConverted(document)).toBe(true);
  }
});
