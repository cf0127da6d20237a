import { expect, test } from 'vitest';
import { seeded } from '../../../tests/mutate.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { apiToDocument } from './api-to-document.ts';
import { rectOfNode } from './geometry.ts';
import { randomWorkflow, stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import type { WorkflowDocument } from './types.ts';
import { writeWorkflow } from './write-workflow.ts';

function promptOf(document: WorkflowDocument) {
  return uiToApi(writeWorkflow(document, stubClasses), layoutsOfClasses(stubClasses)).prompt;
}

const PROMPT = {
  3: { class_type: 'StubShow', inputs: { image: ['56:1', 0], note: 2 } },
  '56:1': {
    class_type: 'Elsewhere',
    inputs: { in: ['8', 0], how: 'well', list: { __value__: [1] } },
  },
  8: { class_type: 'StubImage', inputs: { width: 3, seed: 5 }, _meta: { title: 'Source' } },
};

test('keeps ids, links, values and titles', () => {
  const { root } = apiToDocument(structuredClone(PROMPT), stubClasses);
  expect(root.order.toSorted()).toEqual(['3', '56:1', '8']);
  expect(root.nodes['8']).toMatchObject({
    title: 'Source',
    values: { width: 3, seed: 5, method: 'nearest-exact' },
    controls: { seed: 'fixed' },
  });
  expect(root.nodes['56:1']).toMatchObject({
    inputs: [{ name: 'in' }],
    outputs: [{ type: '*' }],
    savedWidgets: { how: 'well', list: [1] },
  });
});

test('places what gives left of what takes, without overlap', () => {
  const { root } = apiToDocument(structuredClone(PROMPT), stubClasses);
  const x = (id: string) => root.nodes[id]?.position[0] ?? 0;
  expect(x('8')).toBeLessThan(x('56:1'));
  expect(x('56:1')).toBeLessThan(x('3'));
  const rects = Object.values(root.nodes).map((node) => rectOfNode(node, stubClasses));
  for (const [i, a] of rects.entries()) {
    for (const b of rects.slice(i + 1)) {
      const isApart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(isApart).toBe(true);
    }
  }
});

test('the same prompt comes out', () => {
  const random = seeded(8);
  for (let i = 0; i < 100; i++) {
    const prompt = promptOf(readWorkflow(randomWorkflow(random, 0.4), stubClasses));
    expect(promptOf(apiToDocument(prompt, stubClasses))).toEqual(prompt);
  }
});

test('loops and odd members neither hang nor fail', () => {
  const loop = {
    1: { class_type: 'StubFilter', inputs: { image: ['2', 0] } },
    2: { class_type: 'StubFilter', inputs: { image: ['1', 0] } },
    __proto__x: { class_type: 5, inputs: { a: ['__proto__', 1] } },
  };
  expect(apiToDocument(loop as never, stubClasses).root.order).toHaveLength(3);
});
