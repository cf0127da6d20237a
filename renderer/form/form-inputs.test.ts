import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkflow } from '../../nodes/graph/document/read-workflow.ts';
import { writeWorkflow } from '../../nodes/graph/document/write-workflow.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { readNodeClasses } from '../../nodes/graph/node-class.ts';
import { objectInfo } from '../../nodes/graph/object-info.ts';
import { registry } from '../../nodes/index.ts';
import { chooseInputs, chosenInputs, moved, toggled, type FormInput } from './form-inputs.ts';
import { suggestedInputs } from './suggested-inputs.ts';

const catalog = { models: () => ['shapes'], inputImages: () => [], inputLatents: () => [] };
const classes = readNodeClasses(objectInfo(registry, catalog));

function workflow(name: string, change: (json: JsonObject) => void = () => undefined) {
  const path = join(import.meta.dirname, '../../workflows', name);
  const json = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
  change(json);
  return readWorkflow(json, classes);
}
const input = (node: string, name: string, label: string | null = null): FormInput => ({
  node,
  input: name,
  label,
});
const names = (inputs: readonly FormInput[]) => inputs.map(({ node, input }) => `${node} ${input}`);

describe('the chosen inputs', () => {
  it('are none until somebody chooses', () => {
    expect(chosenInputs(workflow('first-picture.json'))).toBeNull();
  });

  it('are written to the file beside what else is there, and read back', () => {
    const before = workflow('first-picture.json', (json) => {
      json['extra'] = { ds: { scale: 2 }, taca: { other: 1 } };
    });
    const inputs = [input('7', 'seed', 'Variant'), input('4', 'text')];
    const after = produce(before, (draft) => chooseInputs(draft, inputs));
    const json = writeWorkflow(after, classes);
    expect(json['extra']).toMatchObject({
      ds: { scale: 2 },
      taca: {
        other: 1,
        form: [
          { node: 7, input: 'seed', label: 'Variant' },
          { node: 4, input: 'text' },
        ],
      },
    });
    expect(chosenInputs(readWorkflow(json, classes))).toEqual(inputs);
  });

  it('leave out what makes no sense', () => {
    const form = [
      3,
      null,
      { node: 7 },
      { node: 7, input: 3 },
      { node: '7', input: 'cfg', label: 5 },
    ];
    const read = workflow('first-picture.json', (json) => (json['extra'] = { taca: { form } }));
    expect(chosenInputs(read)).toEqual([input('7', 'cfg')]);
  });

  it('are added behind the others, and taken away again', () => {
    const list = toggled([input('1', 'a', 'A')], { node: '2', input: 'b' });
    expect(names(list)).toEqual(['1 a', '2 b']);
    expect(names(toggled(list, { node: '1', input: 'a' }))).toEqual(['2 b']);
  });

  it('move', () => {
    const list = ['a', 'b', 'c'].map((name) => input('1', name));
    expect(names(moved(list, 0, 2))).toEqual(['1 b', '1 c', '1 a']);
    expect(names(moved(list, 2, 0))).toEqual(['1 c', '1 a', '1 b']);
    expect(moved(list, 9, 0)).toEqual(list);
  });
});

describe('the suggestion', () => {
  it('is prompt, size, seed, steps and temperature of the first workflow', () => {
    const { root } = workflow('first-picture.json');
    expect(names(suggestedInputs(root, classes))).toEqual([
      '4 text',
      '6 width',
      '6 height',
      '7 seed',
      '7 steps',
      '2 temperature',
    ]);
  });

  it('finds them in the parts of the custom sampler', () => {
    const { root } = workflow('custom-sampling.json');
    expect(names(suggestedInputs(root, classes))).toEqual([
      '3 text',
      '9 width',
      '9 height',
      '5 noise_seed',
      '8 steps',
      '2 temperature',
    ]);
  });

  it('leaves out what is linked or bypassed, and knows nothing of an empty graph', () => {
    const document = workflow('first-picture.json');
    const changed = produce(document.root, (graph) => {
      graph.links['99'] = {
        id: '99',
        from: { node: '1', slot: 0 },
        to: { node: '7', input: 'seed' },
        type: 'INT',
        via: null,
        rest: {},
      };
      const taca = graph.nodes['2'];
      if (taca) taca.mode = 'bypass';
    });
    const suggested = names(suggestedInputs(changed, classes));
    expect(suggested).not.toContain('7 seed');
    expect(suggested).not.toContain('2 temperature');
    const nothing = { ...changed, nodes: {}, order: [], links: {} };
    expect(suggestedInputs(nothing, classes)).toEqual([]);
  });
});
