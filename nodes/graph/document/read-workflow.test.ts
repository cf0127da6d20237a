import { expect, test } from 'vitest';
import { UiWorkflow } from '../../../tests/ui-workflow.ts';
import { parseJson, type JsonObject } from '../json.ts';
import { setMode, setPinned } from './edits.ts';
import { produce } from 'immer';
import { stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import { writeWorkflow } from './write-workflow.ts';

const read = (json: JsonObject) => readWorkflow(json, stubClasses);

test('widget values of a known class are read by name, with what to do with a seed', () => {
  const { root } = read(
    new UiWorkflow()
      .node(1, 'StubImage', [], ['IMAGE', 'INT'], {
        widgets_values: [2, 0.5, 18446744073709551615n, 'increment', 'bilinear', 'x', true, 'more'],
      })
      .file(),
  );
  expect(root.nodes['1']).toMatchObject({
    values: { width: 2, seed: 18446744073709551615n, flag: true },
    controls: { seed: 'increment' },
    savedWidgets: ['more'],
  });
});

test('sockets that the class has and an older file lacks are added, others stay', () => {
  const { root } = read(
    new UiWorkflow().node(1, 'StubFilter', [{ name: 'old', type: 'IMAGE' }]).file(),
  );
  expect(root.nodes['1']?.inputs.map(({ name }) => name)).toEqual(['old', 'image', 'mask']);
  expect(root.nodes['1']?.outputs).toMatchObject([{ name: 'IMAGE' }]);
});

test('an unknown node is written as it was read, odd members and all', () => {
  const node = {
    id: 7,
    type: 'Elsewhere',
    pos: { 0: 1, 1: 2 },
    size: [0.1, 0.7],
    flags: { collapsed: true, pinned: false, tall: 1 },
    order: 3,
    mode: 3,
    title: 4,
    inputs: [
      { name: 'a', type: -1, link: null, shape: 7 },
      { name: 'a', type: 'X', link: null },
    ],
    outputs: [{ name: 'b', type: ['x'], links: [], slot_index: 0 }],
    properties: { cnr_id: 'pack', ver: '1' },
    widgets_values: [{ deep: [1] }, null],
    bgcolor: '#000',
  } satisfies JsonObject;
  const file = new UiWorkflow().file({ nodes: [node] });
  expect((writeWorkflow(read(file), stubClasses)['nodes'] as JsonObject[])[0]).toEqual(node);
});

test('flags and modes change without losing what else was there', () => {
  const file = new UiWorkflow().node(1, 'A', [], [], { flags: { tall: 1 }, mode: 4 }).file();
  const changed = produce(read(file), ({ root }) => {
    setPinned(root, ['1'], true);
    setMode(root, ['1'], 'always');
  });
  expect((writeWorkflow(changed, stubClasses)['nodes'] as JsonObject[])[0]).toMatchObject({
    flags: { tall: 1, pinned: true },
    mode: 0,
  });
});

test('ids such as __proto__ are ids like any other', () => {
  const file = parseJson(
    '{"version":0.4,"nodes":[{"id":"__proto__","type":"__proto__","outputs":[{"name":"a","type":"X"}]},' +
      '{"id":2,"type":"B","inputs":[{"name":"__proto__","type":"X","link":1}]}],"links":[[1,"__proto__",0,2,0,"X"]]}',
  ) as JsonObject;
  const document = read(file);
  expect(document.root.order).toHaveLength(2);
  const written = writeWorkflow(document, stubClasses);
  expect((written['nodes'] as JsonObject[]).map(({ id }) => id)).toEqual(['__proto__', 2]);
  expect(written['links']).toEqual([[1, '__proto__', 0, 2, 0, 'X']]);
  expect(({} as JsonObject)['type']).toBeUndefined();
});

test('reroutes that lead to themselves are cut', () => {
  const reroutes = [
    { id: 1, parentId: 2, pos: [0, 0] },
    { id: 2, parentId: 1, pos: [0, 0] },
  ];
  const { root } = read(new UiWorkflow().file({ extra: { reroutes } }));
  expect(Object.values(root.reroutes).map(({ parent }) => parent)).toEqual([null, null]);
});
