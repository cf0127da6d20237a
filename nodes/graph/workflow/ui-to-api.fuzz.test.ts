import { expect, test } from 'vitest';
import { mutated, seeded } from '../../../tests/mutate.ts';
import { subgraphOf, UiWorkflow } from '../../../tests/ui-workflow.ts';
import { stubNodes } from '../../../tests/stub-nodes.ts';
import { UserError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';
import { layoutsOfRegistry } from './class-layout.ts';
import { uiToApi } from './ui-to-api.ts';

const layoutOf = layoutsOfRegistry(stubNodes().registry);
const image = { name: 'image', type: 'IMAGE' };

function valid(): JsonObject {
  const inner = new UiWorkflow(true)
    .node(1, 'StubFilter', [image], ['IMAGE'])
    .node(2, 'StubAdd', [{ name: 'a', type: 'FLOAT', widget: true }], ['FLOAT'], {
      widgets_values: [3, 4],
    })
    .link([-10, 0], [1, 0], 'IMAGE')
    .link([-10, 1], [2, 0], 'FLOAT')
    .link([1, 0], [-20, 0], 'IMAGE');
  return new UiWorkflow()
    .node(1, 'StubImage', [], ['IMAGE', 'INT'], { widgets_values: [4, 1, 7, 'fixed', 'bilinear'] })
    .node(2, 'Reroute', [{ name: '', type: '*' }], ['*'])
    .node(3, 'sub', [image], ['IMAGE'], { widgets_values: [5] })
    .node(4, 'StubFilter', [image], ['IMAGE'], { mode: 4 })
    .node(5, 'PrimitiveNode', [], ['FLOAT'], { widgets_values: [9, 'fixed'] })
    .node(6, 'StubShow', [image, { name: 'note', type: 'FLOAT', widget: true }])
    .link([1, 0], [2, 0], 'IMAGE')
    .link([2, 0], [3, 0], 'IMAGE')
    .link([3, 0], [4, 0], 'IMAGE')
    .link([4, 0], [6, 0], 'IMAGE')
    .link([5, 0], [6, 1], 'FLOAT')
    .file({ definitions: { subgraphs: [subgraphOf('sub', inner, ['image', 'a'], ['IMAGE'])] } });
}

/** The error of a conversion; null when it went well. */
function errorOf(workflow: JsonObject): unknown {
  try {
    uiToApi(workflow, layoutOf);
    return null;
  } catch (error) {
    return error;
  }
}

test('converts anything that is nearly a workflow, or says why not', () => {
  expect(uiToApi(valid(), layoutOf).problems).toEqual([]);
  const random = seeded(11);
  for (let i = 0; i < 500; i++) {
    const workflow = mutated(valid(), random, 1 + (i % 6));
    const error = isObject(workflow) ? errorOf(workflow) : null;
    expect(error === null || error instanceof UserError, String(error)).toBe(true);
  }
});
