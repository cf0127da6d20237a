import { expect, test } from 'vitest';
import { GraphBuilder } from '../../tests/graph-builder.ts';
import { mutated, seeded } from '../../tests/mutate.ts';
import { stubContext } from '../../tests/stub-context.ts';
import { stubCatalog, stubNodes } from '../../tests/stub-nodes.ts';
import { stringifyJson, type Json } from './json.ts';
import { validatePrompt } from './validate.ts';

const { registry } = stubNodes();
const { files } = stubContext().context;

function valid(): Json {
  const g = new GraphBuilder();
  const image = g.node('StubImage', {
    width: 4,
    value: 0.5,
    seed: 2n ** 63n,
    method: 'bilinear',
    label: 'a',
    flag: true,
  });
  const filter = g.node('StubFilter', {
    image,
    mask: g.node('StubFile', { name: 'cat.png' }).out(1),
  });
  g.node('StubShow', { image: g.node('StubFault', { image: filter, how: 'user' }) });
  g.node('StubShow', { image: g.node('StubSteps', { image, steps: 2 }) });
  return g.prompt;
}

test('answers anything that is nearly a prompt, and never throws', () => {
  const random = seeded(7);
  const types = new Set<string>();
  for (let i = 0; i < 500; i++) {
    const prompt = mutated(valid(), random, 1 + (i % 5));
    const result = validatePrompt(prompt, { registry, catalog: stubCatalog, files });
    if (!result.ok) types.add(result.error.type);
    for (const { errors } of Object.values(result.nodeErrors)) {
      expect(errors.length).toBeGreaterThan(0);
      for (const { type, message } of errors) {
        expect(message).not.toBe('');
        types.add(type);
      }
    }
    expect(() => stringifyJson(result)).not.toThrow();
  }
  expect([...types]).toEqual(
    expect.arrayContaining([
      'invalid_prompt',
      'missing_node_type',
      'required_input_missing',
      'bad_linked_input',
      'invalid_input_type',
    ]),
  );
});
