import { expect, it } from 'vitest';
import { addNode } from '../../nodes/graph/document/edits.ts';
import { EMPTY_GRAPH } from '../../nodes/graph/document/types.ts';
import { produce } from 'immer';
import { readNodeClasses } from '../../nodes/graph/node-class.ts';
import { objectInfo } from '../../nodes/graph/object-info.ts';
import { registry } from '../../nodes/index.ts';
import { formRows } from './form-rows.ts';

const catalog = { models: () => [], inputImages: () => [], inputLatents: () => [] };
const classes = readNodeClasses(objectInfo(registry, catalog));

it('names rows so that they can be told apart', () => {
  const graph = produce(EMPTY_GRAPH, (draft) => {
    for (const type of ['CLIPTextEncode', 'KSampler', 'KSampler']) {
      const nodeClass = classes[type];
      if (nodeClass) addNode(draft, nodeClass, [0, 0]);
    }
    const [text, , second] = Object.values(draft.nodes);
    if (text) text.title = 'Prompt';
    if (second) second.title = 'Redraw';
  });
  const [text = '', first = '', second = ''] = graph.order;
  const rows = formRows(
    [
      { node: text, input: 'text', label: null },
      { node: first, input: 'steps', label: null },
      { node: second, input: 'steps', label: null },
      { node: first, input: 'seed', label: 'Variant' },
      { node: 'gone', input: 'cfg', label: null },
    ],
    graph,
    classes,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    'Prompt',
    'Steps, KSampler',
    'Steps, Redraw',
    'Variant',
    'Cfg',
  ]);
  expect(rows.map(({ widget }) => widget?.kind ?? null)).toEqual([
    'string',
    'int',
    'int',
    'int',
    null,
  ]);
});
