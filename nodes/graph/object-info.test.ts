import { expect, test } from 'vitest';
import { stubCatalog, stubNodes } from '../../tests/stub-nodes.ts';
import { stringifyJson } from './json.ts';
import { objectInfo } from './object-info.ts';

const info = objectInfo(stubNodes().registry, stubCatalog);

test("describes a node in ComfyUI's shape", () => {
  expect(info['StubImage']).toEqual({
    input: {
      required: {
        width: ['INT', { default: 4, min: 1, max: 8, tooltip: 'Pixels.' }],
        value: ['FLOAT', { default: 0, min: 0, max: 8 }],
        seed: ['INT', { default: 0, min: 0, max: 2n ** 64n - 1n, control_after_generate: true }],
        method: [['nearest-exact', 'bilinear', "it's"], {}],
        label: ['STRING', { default: '' }],
      },
      optional: { flag: ['BOOLEAN', { default: false }] },
    },
    input_order: {
      required: ['width', 'value', 'seed', 'method', 'label'],
      optional: ['flag'],
    },
    is_input_list: false,
    output: ['IMAGE', 'INT'],
    output_is_list: [false, false],
    output_name: ['IMAGE', 'SEED'],
    name: 'StubImage',
    display_name: 'Stub',
    description: 'For tests.',
    python_module: 'nodes',
    category: 'test',
    output_node: false,
    has_intermediate_output: false,
  });
});

test('lists the files that there are, and offers to upload pictures', () => {
  expect(info['StubFile']).toMatchObject({
    input: { required: { name: [['cat.png'], { image_upload: true }] } },
  });
});

test('marks output nodes, and leaves out what a node does not have', () => {
  expect(info['StubShow']).toMatchObject({ output_node: true });
  expect(info['StubClock']).toMatchObject({
    input: { required: {} },
    input_order: { required: [] },
  });
});

test('writes the range of a seed exactly', () => {
  expect(stringifyJson(info['StubImage'])).toContain('"max":18446744073709551615');
});
