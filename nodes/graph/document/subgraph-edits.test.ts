import { produce } from 'immer';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../tests/mutate.ts';
import type { JsonObject } from '../json.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { collapseToSubgraph } from './collapse.ts';
import { connect } from './connect.ts';
import { addNode, setValue } from './edits.ts';
import { expandSubgraph } from './expand-subgraph.ts';
import { exposeInput, exposeOutput, renameSlot, unexpose } from './exposed.ts';
import { randomWorkflow, stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import { withSubgraphClasses } from './subgraph-class.ts';
import { instancesOf, makeUnique, wouldRecurse } from './subgraphs.ts';
import {
  EMPTY_DOCUMENT,
  type DocumentDraft,
  type NodeId,
  type Subgraph,
  type WorkflowDocument,
} from './types.ts';
import { writeWorkflow } from './write-workflow.ts';

function promptOf(document: WorkflowDocument): JsonObject {
  return uiToApi(writeWorkflow(document, stubClasses), layoutsOfClasses(stubClasses)).prompt;
}

/** Ids without the places of the subgraphs that the nodes are in. */
function flattened(prompt: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(prompt).replaceAll(/"(?:\d+:)+(\d+)"/g, '"$1"')) as JsonObject;
}

const all = (ids: readonly NodeId[]) => ({ nodes: ids, groups: [], reroutes: [] });

function added(draft: DocumentDraft, type: string): NodeId {
  const nodeClass = stubClasses[type];
  if (!nodeClass) throw new Error(type);
  return addNode(draft.root, nodeClass, [0, 0]);
}

/** Source -> two filters -> result, and the two filters in a subgraph. */
function collapsed() {
  let instance: NodeId | null = null;
  const plain = produce(EMPTY_DOCUMENT, (draft) => {
    const [source, first, second, show] = ['StubImage', 'StubFilter', 'StubSteps', 'StubShow'].map(
      (type) => added(draft, type),
    ) as [NodeId, NodeId, NodeId, NodeId];
    connect(draft.root, { node: source, slot: 0 }, { node: first, input: 'image' });
    connect(draft.root, { node: first, slot: 0 }, { node: second, input: 'image' });
    connect(draft.root, { node: second, slot: 0 }, { node: show, input: 'image' });
    setValue(draft.root, second, 'steps', 9);
  });
  const document = produce(plain, (draft) => {
    instance = collapseToSubgraph(draft, null, stubClasses, all(['2', '3']), 'Filters');
  });
  const subgraph = Object.values(document.subgraphs)[0] as Subgraph;
  return { plain, document, instance: instance ?? '', subgraph };
}

test('a selection becomes one node with an input and an output for what crossed its edge', () => {
  const { plain, document, instance, subgraph } = collapsed();
  expect(Object.keys(document.root.nodes)).toEqual(['1', '4', instance]);
  expect(document.root.nodes[instance]).toMatchObject({
    type: subgraph.id,
    inputs: [{ name: 'image', type: 'IMAGE' }],
    outputs: [{ name: 'IMAGE', type: 'IMAGE' }],
  });
  expect(Object.keys(subgraph.graph.nodes)).toEqual(['2', '3']);
  expect(flattened(promptOf(document))).toEqual(promptOf(plain));
});

test('expanding brings back the same prompt', () => {
  const { plain, document, instance } = collapsed();
  const expanded = produce(document, (draft) => {
    expandSubgraph(draft, null, instance, stubClasses);
  });
  expect(promptOf(expanded)).toEqual(promptOf(plain));
  expect(writeWorkflow(expanded, stubClasses)['definitions']).toBeUndefined();
});

test('collapsing any selection and expanding it leaves the prompt as it was', () => {
  const random = seeded(3);
  for (let i = 0; i < 150; i++) {
    const before = readWorkflow(randomWorkflow(random, 0.4), stubClasses);
    const classes = withSubgraphClasses(stubClasses, before.subgraphs);
    const chosen = before.root.order.filter(() => random() < 0.5);
    let instance: NodeId | null = null;
    const document = produce(before, (draft) => {
      instance = collapseToSubgraph(draft, null, classes, all(chosen), 'Part');
    });
    expect(instance === null).toBe(chosen.length === 0);
    const prompt = promptOf(before);
    expect(Object.keys(promptOf(document))).toHaveLength(Object.keys(prompt).length);
    const expanded = produce(document, (draft) => {
      expandSubgraph(draft, null, instance ?? '', classes);
    });
    expect(promptOf(expanded)).toEqual(prompt);
  }
});

describe('an exposed widget', () => {
  const exposed = () => {
    const made = collapsed();
    const document = produce(made.document, (draft) => {
      exposeInput(draft, made.subgraph.id, { node: '3', input: 'steps' });
    });
    return { ...made, document };
  };

  test('is a widget of the instance with the value that it had', () => {
    const { document, instance, subgraph } = exposed();
    expect(document.root.nodes[instance]?.values).toEqual({ steps: 9 });
    const classes = withSubgraphClasses(stubClasses, document.subgraphs);
    expect(classes[subgraph.id]?.inputs).toMatchObject([
      { name: 'image', kind: 'socket' },
      { name: 'steps', kind: 'int', min: 1, max: 100 },
    ]);
  });

  test('sets the value inside, after saving too', () => {
    const { document, instance } = exposed();
    const changed = produce(document, (draft) => setValue(draft.root, instance, 'steps', 12));
    const again = readWorkflow(writeWorkflow(changed, stubClasses), stubClasses);
    expect(again.root.nodes[instance]?.values).toEqual({ steps: 12 });
    expect(flattened(promptOf(again))['3']).toMatchObject({ inputs: { steps: 12 } });
    const expanded = produce(again, (draft) => {
      expandSubgraph(draft, null, instance, stubClasses);
    });
    expect(promptOf(expanded)['3']).toMatchObject({ inputs: { steps: 12 } });
  });

  test('keeps what happens to a seed after a run', () => {
    const made = collapsed();
    const document = produce(made.document, (draft) => {
      const source = added(draft, 'StubImage');
      const instance = collapseToSubgraph(draft, null, stubClasses, all([source]), 'Seeded') ?? '';
      const id = draft.root.nodes[instance]?.type ?? '';
      exposeInput(draft, id, { node: source, input: 'seed' });
    });
    const again = readWorkflow(writeWorkflow(document, stubClasses), stubClasses);
    const seeded = Object.values(again.root.nodes).find(({ controls }) => 'seed' in controls);
    expect(seeded).toMatchObject({ values: { seed: 0 }, controls: { seed: 'randomize' } });
  });

  test('is renamed on every instance, with its value', () => {
    const { document, instance, subgraph } = exposed();
    const renamed = produce(document, (draft) => {
      expect(renameSlot(draft, subgraph.id, 'inputs', 1, 'image')).toBe('image (2)');
    });
    expect(renamed.root.nodes[instance]?.values).toEqual({ 'image (2)': 9 });
    expect(flattened(promptOf(renamed))).toEqual(flattened(promptOf(document)));
  });

  test('can be taken back', () => {
    const { document, instance, subgraph } = exposed();
    const back = produce(document, (draft) => unexpose(draft, subgraph.id, 'inputs', 1));
    expect(back.root.nodes[instance]).toMatchObject({ inputs: [{ name: 'image' }], values: {} });
    expect(flattened(promptOf(back))['3']).toMatchObject({ inputs: { steps: 9 } });
  });
});

test('taking an output back moves the links of those behind it', () => {
  const { document, instance, subgraph } = collapsed();
  const two = produce(document, (draft) => {
    exposeOutput(draft, subgraph.id, { node: '2', slot: 0 });
    connect(draft.root, { node: instance, slot: 1 }, { node: '4', input: 'image' });
  });
  expect(flattened(promptOf(two))['4']).toMatchObject({ inputs: { image: ['2', 0] } });
  const one = produce(two, (draft) => unexpose(draft, subgraph.id, 'outputs', 0));
  expect(one.root.nodes[instance]?.outputs).toHaveLength(1);
  expect(flattened(promptOf(one))['4']).toMatchObject({ inputs: { image: ['2', 0] } });
});

test('a unique copy changes alone', () => {
  const { document, instance, subgraph } = collapsed();
  const unique = produce(document, (draft) => {
    const id = makeUnique(draft, null, instance) ?? '';
    const inner = draft.subgraphs[id];
    if (inner) setValue(inner.graph, '3', 'steps', 50);
  });
  expect(unique.subgraphs[subgraph.id]).toEqual(subgraph);
  expect(flattened(promptOf(unique))['3']).toMatchObject({ inputs: { steps: 50 } });
  expect(instancesOf(unique, subgraph.id)).toEqual([]);
});

test('a subgraph cannot hold itself', () => {
  const { document, subgraph } = collapsed();
  expect(wouldRecurse(document, subgraph.id, subgraph.id)).toBe(true);
  expect(wouldRecurse(document, null, subgraph.id)).toBe(false);
  expect(wouldRecurse(document, subgraph.id, 'StubFilter')).toBe(false);
});

test('widgets that an older file shows of a subgraph become inputs with their values', () => {
  const { document, instance } = collapsed();
  const old = produce(document, (draft) => {
    const node = draft.root.nodes[instance];
    if (node)
      node.properties['proxyWidgets'] = [
        ['3', 'steps'],
        ['3', '$$preview'],
      ];
  });
  const read = readWorkflow(writeWorkflow(old, stubClasses), stubClasses);
  expect(read.root.nodes[instance]).toMatchObject({ values: { steps: 9 }, properties: {} });
  expect(read.root.nodes[instance]?.properties).not.toHaveProperty('proxyWidgets');
  expect(promptOf(read)).toEqual(promptOf(old));
});

test('widgets that cannot be found leave an older file as it is', () => {
  const { document, instance } = collapsed();
  const old = produce(document, (draft) => {
    const node = draft.root.nodes[instance];
    if (node)
      node.properties['proxyWidgets'] = [
        ['3', 'steps'],
        ['77', 'gone'],
      ];
  });
  const file = writeWorkflow(old, stubClasses);
  expect(writeWorkflow(readWorkflow(file, stubClasses), stubClasses)).toEqual(file);
});
