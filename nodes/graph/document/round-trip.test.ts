import { expect, test } from 'vitest';
import { mutated, seeded } from '../../../tests/mutate.ts';
import { UserError } from '../../errors.ts';
import { isObject, type JsonObject } from '../json.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { randomWorkflow, stubClasses } from './random-workflow.fixture.ts';
import { readWorkflow } from './read-workflow.ts';
import { writeWorkflow } from './write-workflow.ts';

function promptOf(workflow: JsonObject) {
  return uiToApi(workflow, layoutsOfClasses(stubClasses)).prompt;
}

/** As older files show a widget of a subgraph: the instance is the last node. */
function showOldWay({ nodes }: JsonObject): void {
  const instance = (nodes as JsonObject[]).at(-1);
  if (instance)
    instance['properties'] = {
      proxyWidgets: [
        ['1', 'value'],
        ['2', 'b'],
      ],
    };
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}

test.each([0.4, 1] as const)('reading and writing version %s loses nothing', (version) => {
  const random = seeded(version * 10);
  for (let i = 0; i < 200; i++) {
    const file = randomWorkflow(random, version);
    expect(writeWorkflow(readWorkflow(file, stubClasses), stubClasses)).toEqual(file);
    expect(writeWorkflow(readWorkflow(file, {}), {})).toEqual(file);
  }
});

test('what is nearly a workflow is read, written and converted as before, or refused in words', () => {
  const random = seeded(5);
  for (let i = 0; i < 10_000; i++) {
    const valid = randomWorkflow(random, i % 2 ? 1 : 0.4, 5);
    if (i % 3 === 0) showOldWay(valid);
    const file = mutated(valid, random, 1 + (i % 6));
    if (!isObject(file)) continue;
    const written = writeWorkflow(readWorkflow(file, stubClasses), stubClasses);
    const again = writeWorkflow(readWorkflow(written, stubClasses), stubClasses);
    expect(again).toEqual(written);
    const error = errorOf(() => promptOf(written));
    expect(error === null || error instanceof UserError, String(error)).toBe(true);
  }
});
