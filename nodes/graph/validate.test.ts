import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../../tests/graph-builder.ts';
import { stubContext } from '../../tests/stub-context.ts';
import { stubCatalog, stubNodes } from '../../tests/stub-nodes.ts';
import { parseJson, stringifyJson, type Json } from './json.ts';
import { validatePrompt } from './validate.ts';

const { registry } = stubNodes();
const { files } = stubContext().context;

function validate(prompt: Json | undefined, targets?: string[]) {
  const rules = { registry, catalog: stubCatalog, files };
  return validatePrompt(prompt, targets ? { ...rules, targets } : rules);
}

/** Errors of the node under test: an image with one changed input. */
function errorsOf(input: string, value: Json) {
  const g = new GraphBuilder();
  const image = { width: 4, value: 0, seed: 0, method: 'bilinear', label: '', [input]: value };
  g.node('StubShow', { image: g.node('StubImage', image) });
  return validate(g.prompt).nodeErrors['1']?.errors ?? [];
}

function image(g: GraphBuilder) {
  return g.node('StubImage', { width: 4, value: 0, seed: 0, method: 'bilinear', label: '' });
}

test('lets a good prompt run', () => {
  const g = new GraphBuilder();
  g.node('StubShow', { image: image(g) }, 'out');
  expect(validate(g.prompt)).toEqual({ ok: true, targets: ['out'], nodeErrors: {} });
});

describe('refuses as a whole', () => {
  test.each<[string, Json | undefined]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'prompt'],
    ['a node that is null', { a: null }],
    ['a node that is a list', { a: [] }],
    ['inputs that are null', { a: { class_type: 'StubClock', inputs: null } }],
    ['inputs that are a list', { a: { class_type: 'StubClock', inputs: [1] } }],
  ])('%s', (_name, prompt) => {
    expect(validate(prompt)).toMatchObject({ ok: false, error: { type: 'invalid_prompt' } });
  });

  test('a prompt without output', () => {
    const g = new GraphBuilder();
    image(g);
    expect(validate(g.prompt)).toEqual({
      ok: false,
      error: {
        type: 'prompt_no_outputs',
        message: 'Prompt has no outputs',
        details: '',
        extra_info: {},
      },
      nodeErrors: {},
    });
    expect(validate({})).toMatchObject({ error: { type: 'prompt_no_outputs' } });
  });

  test('unknown classes, all of them, also where nothing needs them', () => {
    const prompt = {
      4: { class_type: 'Foreign', inputs: {}, _meta: { title: 'My node' } },
      5: { inputs: {} },
      6: { class_type: 'constructor', inputs: {} },
    };
    const { error, nodeErrors } = validate(prompt) as { error: Json; nodeErrors: Json };
    expect(nodeErrors).toEqual({});
    expect(error).toMatchObject({
      type: 'missing_node_type',
      details: "Node ID '#4', Node ID '#5', Node ID '#6'",
      extra_info: { node_id: '4', class_type: 'Foreign', node_title: 'My node' },
    });
  });
});

describe('names what is wrong with an input', () => {
  test('that is missing', () => {
    const g = new GraphBuilder();
    g.node('StubShow', {}, '9');
    expect(validate(g.prompt)).toEqual({
      ok: false,
      error: {
        type: 'prompt_outputs_failed_validation',
        message: 'Prompt outputs failed validation',
        details: 'Required input is missing: image',
        extra_info: {},
      },
      nodeErrors: {
        9: {
          errors: [
            {
              type: 'required_input_missing',
              message: 'Required input is missing',
              details: 'image',
              extra_info: { input_name: 'image' },
            },
          ],
          dependent_outputs: ['9'],
          class_type: 'StubShow',
        },
      },
    });
  });

  test.each<[Json]>([
    [['1']],
    [['1', 0, 0]],
    [[1, 0]],
    [['1', 'a']],
    [['1', -1]],
    [['1', 0.5]],
    [5],
  ])('that should be a link: %j', (value) => {
    const g = new GraphBuilder();
    image(g);
    g.node('StubShow', { image: value }, 'out');
    expect(validate(g.prompt).nodeErrors['out']?.errors).toEqual([
      {
        type: 'bad_linked_input',
        message: 'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        details: 'image',
        extra_info: { input_name: 'image', input_config: ['IMAGE', {}], received_value: value },
      },
    ]);
  });

  test('that comes from a socket of another type', () => {
    const g = new GraphBuilder();
    g.node('StubShow', { image: image(g).out(1) }, 'out');
    expect(validate(g.prompt).nodeErrors['out']?.errors).toEqual([
      {
        type: 'return_type_mismatch',
        message: 'Return type mismatch between linked nodes',
        details: 'image, received_type(INT) mismatch input_type(IMAGE)',
        extra_info: {
          input_name: 'image',
          input_config: ['IMAGE', {}],
          received_type: 'INT',
          linked_node: ['1', 1],
        },
      },
    ]);
  });

  test('that comes from a node or slot that is not there', () => {
    const g = new GraphBuilder();
    image(g);
    g.node('StubShow', { image: ['99', 0] }, 'a');
    g.node('StubShow', { image: ['1', 2] }, 'b');
    g.node('StubShow', { image: g.node('StubFilter', { image: ['99', 0] }, 'inner') }, 'c');
    const { nodeErrors } = validate(g.prompt);
    const types = Object.entries(nodeErrors).map(([id, { errors }]) => [
      id,
      errors[0]?.type,
      errors[0]?.details,
    ]);
    expect(types).toEqual([
      ['a', 'exception_during_validation', 'image, node 99 does not exist'],
      ['b', 'exception_during_validation', 'image, node 1 (StubImage) has no output 2: it has 2'],
      ['inner', 'exception_during_inner_validation', 'image, node 99 does not exist'],
    ]);
  });

  test.each<[string, Json, string, string]>([
    ['width', 'abc', 'INT', '"abc" is not a whole number'],
    ['width', 1.5, 'INT', '1.5 is not a whole number'],
    ['width', Infinity, 'INT', 'Infinity is not a whole number'],
    ['width', null, 'INT', 'null is not a number'],
    ['width', {}, 'INT', 'an object is not a number'],
    ['width', { __value__: [1] }, 'INT', 'a list is not a number'],
    ['value', '0,8', 'FLOAT', '"0,8" is not a number; write 0.8'],
    ['value', NaN, 'FLOAT', 'NaN is not a finite number'],
    ['value', 'nan', 'FLOAT', '"nan" is not a number'],
    ['seed', '0x10', 'INT', '"0x10" is not a whole number'],
    ['flag', 'maybe', 'BOOLEAN', '"maybe" is neither true nor false'],
    ['label', {}, 'STRING', 'an object is not a text'],
  ])('%s: %j, which cannot be converted', (input, value, type, reason) => {
    expect(errorsOf(input, value)).toMatchObject([
      {
        type: 'invalid_input_type',
        message: `Failed to convert an input value to a ${type} value`,
        details: expect.stringMatching(new RegExp(`^${input}, `)),
        extra_info: { input_name: input, exception_message: reason },
      },
    ]);
  });

  test.each<[string, Json, string, string]>([
    ['width', 0, 'value_smaller_than_min', 'Value 0 smaller than min of 1'],
    ['width', '9', 'value_bigger_than_max', 'Value 9 bigger than max of 8'],
    ['value', 9, 'value_bigger_than_max', 'Value 9.0 bigger than max of 8.0'],
    ['value', -0.5, 'value_smaller_than_min', 'Value -0.5 smaller than min of 0.0'],
    ['seed', -1, 'value_smaller_than_min', 'Value -1 smaller than min of 0'],
    [
      'seed',
      2n ** 64n,
      'value_bigger_than_max',
      'Value 18446744073709551616 bigger than max of 18446744073709551615',
    ],
  ])('%s: %s, which is out of range', (input, value, type, message) => {
    expect(errorsOf(input, value)).toMatchObject([
      { type, message, details: input, extra_info: { input_name: input, received_value: value } },
    ]);
  });

  test('that is no choice', () => {
    expect(errorsOf('method', 'foo')).toEqual([
      {
        type: 'value_not_in_list',
        message: 'Value not in list',
        details: `method: 'foo' not in ['nearest-exact', 'bilinear', "it's"]`,
        extra_info: {
          input_name: 'method',
          input_config: [['nearest-exact', 'bilinear', "it's"], {}],
          received_value: 'foo',
          nearest: [],
        },
      },
    ]);
  });

  test('that is nearly a choice, which it offers', () => {
    expect(errorsOf('method', 'bilinar')).toMatchObject([
      { extra_info: { nearest: ['bilinear'] } },
    ]);
  });

  test('that is none of many choices, without listing them', () => {
    const g = new GraphBuilder();
    g.node('StubShow', { image: g.node('StubFile', { name: 'cat.png', model: 'x' }) });
    expect(validate(g.prompt).nodeErrors['1']?.errors).toMatchObject([
      { details: "model: 'x' not in (list of length 30)", extra_info: { input_config: null } },
    ]);
  });

  test('that the node itself refuses', () => {
    const g = new GraphBuilder();
    g.node('StubShow', { image: g.node('StubFile', { name: 'bad.png' }) });
    expect(validate(g.prompt).nodeErrors['1']?.errors).toEqual([
      {
        type: 'custom_validation_failed',
        message: 'Custom validation failed for node',
        details: 'name - Invalid image file: bad.png',
        extra_info: { input_name: 'name' },
      },
    ]);
  });

  test('without sending back megabytes', () => {
    const errors = errorsOf('width', { __value__: 'x'.repeat(1e6) });
    expect(stringifyJson(errors).length).toBeLessThan(5000);
  });
});

test.each<[string, Json]>([
  ['width', '4'],
  ['width', 4n],
  ['width', true],
  ['value', '1e0'],
  ['value', 2],
  ['seed', '18446744073709551615'],
  ['seed', 2n ** 64n - 1n],
  ['flag', 'false'],
  ['flag', 1],
  ['flag', null],
  ['label', 5],
  ['anything else', { a: [] }],
])('converts without loss: %s %s', (input, value) => {
  expect(errorsOf(input, value)).toEqual([]);
});

test('keeps a 64-bit seed of a file exact', () => {
  const g = new GraphBuilder();
  g.node('StubShow', { image: image(g) });
  const text = stringifyJson(g.prompt).replace('"seed":0', '"seed":18446744073709551616');
  expect(validate(parseJson(text)).nodeErrors['1']?.errors[0]?.message).toContain(
    'Value 18446744073709551616 bigger',
  );
});

test('allows a file beyond the list where the node checks it', () => {
  const g = new GraphBuilder();
  g.node('StubShow', { image: g.node('StubFile', { name: 'made.png [output]' }) });
  expect(validate(g.prompt).ok).toBe(true);
});

test('lets good outputs run although others fail, and says which depend on an error', () => {
  const g = new GraphBuilder();
  const good = image(g);
  const bad = g.node('StubFilter', {}, 'bad');
  const between = g.node('StubFilter', { image: bad }, 'between');
  g.node('StubShow', { image: good }, 'a');
  g.node('StubShow', { image: between }, 'b');
  g.node('StubShow', { image: bad }, 'c');
  const result = validate(g.prompt);
  expect(result).toMatchObject({ ok: true, targets: ['a'] });
  expect(Object.keys(result.nodeErrors)).toEqual(['bad']);
  expect(result.nodeErrors['bad']?.dependent_outputs).toEqual(['b', 'c']);
});

test('checks and runs only the outputs asked for', () => {
  const g = new GraphBuilder();
  g.node('StubShow', { image: image(g) }, 'a');
  g.node('StubShow', {}, 'b');
  expect(validate(g.prompt, ['a'])).toEqual({ ok: true, targets: ['a'], nodeErrors: {} });
  expect(validate(g.prompt, ['c'])).toMatchObject({ error: { type: 'prompt_no_outputs' } });
});

describe('finds a ring', () => {
  test('on every node of it', () => {
    const g = new GraphBuilder();
    g.node('StubFilter', { image: ['2', 0] }, '1');
    g.node('StubFilter', { image: ['1', 0] }, '2');
    g.node('StubShow', { image: ['2', 0] }, '3');
    const result = validate(g.prompt);
    expect(result).toMatchObject({
      ok: false,
      error: { type: 'prompt_outputs_failed_validation' },
    });
    expect(Object.keys(result.nodeErrors)).toEqual(['1', '2']);
    expect(result.nodeErrors['1']).toMatchObject({
      errors: [
        {
          type: 'dependency_cycle',
          message: 'Dependency cycle detected',
          details: '2 (StubFilter) -> 1 (StubFilter) -> 2 (StubFilter)',
          extra_info: { node_id: '1' },
        },
      ],
      dependent_outputs: ['3'],
    });
  });

  test('of one node', () => {
    const g = new GraphBuilder();
    g.node('StubShow', { image: ['1', 0] }, '1');
    expect(validate(g.prompt).nodeErrors['1']?.errors).toMatchObject([
      { type: 'dependency_cycle', details: '1 (StubShow) -> 1 (StubShow)' },
    ]);
  });

  test('of thousands, in an answer of readable size', () => {
    const g = new GraphBuilder();
    const first = g.node('StubFilter', { image: ['5000', 0] });
    const last = g.chain('StubFilter', 'image', first, 4999);
    g.node('StubShow', { image: last });
    const { nodeErrors } = validate(g.prompt);
    expect(Object.keys(nodeErrors)).toHaveLength(5000);
    expect(nodeErrors['77']?.errors[0]?.details.length).toBeLessThan(2000);
  });
});

test('walks a chain of 5,000 nodes and a fan of 5,000 outputs', () => {
  const g = new GraphBuilder();
  const last = g.chain('StubFilter', 'image', image(g), 5000);
  for (let i = 0; i < 5000; i++) g.node('StubShow', { image: last });
  expect(validate(g.prompt)).toMatchObject({ ok: true, targets: { length: 5000 } });
});

test('takes ids such as __proto__ for names like any other', () => {
  const g = new GraphBuilder();
  const filter = g.node('StubFilter', { image: image(g), __proto__x: 1 }, '__proto__');
  g.node('StubShow', { image: filter }, 'constructor');
  expect(validate(g.prompt)).toEqual({ ok: true, targets: ['constructor'], nodeErrors: {} });
  g.node('StubShow', { image: g.node('StubFilter', {}, 'toString') }, '__proto__out');
  const { nodeErrors } = validate(g.prompt);
  expect(Object.keys(nodeErrors)).toEqual(['toString']);
});
