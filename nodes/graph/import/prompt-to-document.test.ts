import { expect, test } from 'vitest';
import { seeded } from '../../../tests/mutate.ts';
import { randomWorkflow, stubClasses } from '../document/random-workflow.fixture.ts';
import { readWorkflow } from '../document/read-workflow.ts';
import type { WorkflowDocument } from '../document/types.ts';
import { writeWorkflow } from '../document/write-workflow.ts';
import type { JsonObject } from '../json.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { promptToDocument } from './prompt-to-document.ts';

function promptOf(document: WorkflowDocument): JsonObject {
  return uiToApi(writeWorkflow(document, stubClasses), layoutsOfClasses(stubClasses)).prompt;
}

/** Ids of nodes in subgraphs become plain. */
function plain(prompt: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(prompt).replaceAll(/"(\d+):(\d+)"/g, '"$1_$2"')) as JsonObject;
}

test('the same prompt comes out', () => {
  const random = seeded(8);
  for (let i = 0; i < 100; i++) {
    const prompt = promptOf(readWorkflow(randomWorkflow(random, 0.4), stubClasses));
    expect(promptOf(promptToDocument(prompt, stubClasses))).toEqual(plain(prompt));
  }
});

test('loops and odd members neither hang nor fail', () => {
  const loop = {
    1: { class_type: 'StubFilter', inputs: { image: ['2', 0] } },
    2: { class_type: 'Elsewhere', inputs: { image: ['1', 1e9] } },
    3: { class_type: 5, inputs: { a: ['__proto__', 1] } },
  };
  expect(promptToDocument(loop, stubClasses).root.order).toEqual(['1', '2']);
});
