import { describe, expect, test } from 'vitest';
import { subgraphOf, UiWorkflow } from '../../../tests/ui-workflow.ts';
import { stubNodes } from '../../../tests/stub-nodes.ts';
import { registry as allNodes } from '../../index.ts';
import type { Json, JsonObject } from '../json.ts';
import { layoutsOfRegistry } from './class-layout.ts';
import { uiToApi } from './ui-to-api.ts';

const layoutOf = layoutsOfRegistry({ ...allNodes, ...stubNodes().registry });
const image = { name: 'image', type: 'IMAGE' };
const IMAGE_WIDGETS: Json[] = [4, 0.5, 7, 'fixed', 'bilinear', 'x'];

/** Inputs by node id. */
function inputsOf(workflow: JsonObject): Record<string, JsonObject> {
  const { prompt } = uiToApi(workflow, layoutOf);
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [id, (node as JsonObject)['inputs'] as JsonObject]),
  );
}

/** A source of pictures with id 1, ready to be linked. */
function withImage(objectLinks = false): UiWorkflow {
  return new UiWorkflow(objectLinks).node(1, 'StubImage', [], ['IMAGE', 'INT'], {
    widgets_values: IMAGE_WIDGETS,
  });
}

test.each([
  ['0.4', false],
  ['1', true],
])('turns links and widgets of a version %s file into inputs by name', (_version, objectLinks) => {
  const ui = withImage(objectLinks)
    .node(2, 'StubShow', [image], ['IMAGE'], { title: 'Result', widgets_values: [] })
    .link([1, 0], [2, 0], 'IMAGE');
  expect(uiToApi(ui.file(), layoutOf)).toEqual({
    prompt: {
      1: {
        class_type: 'StubImage',
        inputs: { width: 4, value: 0.5, seed: 7, method: 'bilinear', label: 'x', flag: false },
        _meta: { title: 'Stub' },
      },
      2: {
        class_type: 'StubShow',
        inputs: { image: ['1', 0], note: 0 },
        _meta: { title: 'Result' },
      },
    },
    problems: [],
  });
});

describe('reads widget values in the order of the definition', () => {
  const values = (type: string, saved: Json) =>
    inputsOf(new UiWorkflow().node(1, type, [], [], { widgets_values: saved }).file())['1'];

  test('with what to do to the seed behind it', () => {
    expect(values('KSampler', [5, 'randomize', 30, 6.5, 'heun', 'beta', 0.75])).toEqual({
      seed: 5,
      steps: 30,
      cfg: 6.5,
      sampler_name: 'heun',
      scheduler: 'beta',
      denoise: 0.75,
    });
    const advanced = ['disable', 5, 'fixed', 30, 6.5, 'heun', 'beta', 2, 9, 'enable'];
    expect(values('KSamplerAdvanced', advanced)).toEqual({
      add_noise: 'disable',
      noise_seed: 5,
      steps: 30,
      cfg: 6.5,
      sampler_name: 'heun',
      scheduler: 'beta',
      start_at_step: 2,
      end_at_step: 9,
      return_with_leftover_noise: 'enable',
    });
  });

  test('with true or false behind it, in very old files', () => {
    expect(values('KSampler', [5, true, 30, 6.5, 'heun', 'beta', 0.75])?.['steps']).toBe(30);
  });

  test('with nothing behind it', () => {
    expect(values('KSampler', [5, 30, 6.5, 'heun', 'beta', 0.75])?.['denoise']).toBe(0.75);
    expect(values('RandomNoise', [2n ** 64n - 1n, 'increment'])).toEqual({
      noise_seed: 2n ** 64n - 1n,
    });
  });

  test('and passes over the upload button', () => {
    expect(values('LoadImage', ['cat.png', 'image'])).toEqual({ image: 'cat.png' });
  });

  test('and takes defaults for what is missing', () => {
    expect(values('KSampler', [5])).toEqual({
      seed: 5,
      steps: 20,
      cfg: 8,
      sampler_name: 'euler',
      scheduler: 'simple',
      denoise: 1,
    });
  });

  test('or by name where the file has names', () => {
    expect(values('StubAdd', { b: 3, other: 1 })).toEqual({ a: 1, b: 3 });
  });

  test('wraps lists, which would read as links', () => {
    expect(values('StubAdd', [['1', 0], 2])).toEqual({ a: { __value__: ['1', 0] }, b: 2 });
  });
});

test('finds inputs by name, since saved slots may be fewer or in another order', () => {
  const ui = withImage()
    .node(2, 'StubAdd', [{ name: 'b', type: 'FLOAT', widget: true }], ['FLOAT'], {
      widgets_values: [3, 4],
    })
    .node(3, 'StubAdd', [], ['FLOAT'], { widgets_values: [1, 1] })
    .link([3, 0], [2, 0]);
  expect(inputsOf(ui.file())['2']).toEqual({ a: 3, b: ['3', 0] });
});

describe('leaves out what only the editor has', () => {
  test('reroutes, also in a row, and with nothing before them', () => {
    const ui = withImage()
      .node(2, 'Reroute', [{ name: '', type: '*' }], ['IMAGE'])
      .node(3, 'Reroute', [{ name: '', type: '*' }], ['IMAGE'])
      .node(4, 'StubFilter', [image], ['IMAGE'])
      .node(5, 'Reroute', [{ name: '', type: '*' }], ['IMAGE'])
      .node(6, 'StubFilter', [image], ['IMAGE'])
      .link([1, 0], [2, 0])
      .link([2, 0], [3, 0])
      .link([3, 0], [4, 0])
      .link([5, 0], [6, 0]);
    const inputs = inputsOf(ui.file());
    expect(Object.keys(inputs)).toEqual(['1', '4', '6']);
    expect(inputs['4']).toEqual({ image: ['1', 0] });
    expect(inputs['6']).toEqual({});
  });

  test('reroutes that run in a ring', () => {
    const ui = new UiWorkflow()
      .node(1, 'Reroute', [{ name: '', type: '*' }], ['*'])
      .node(2, 'StubFilter', [image], ['IMAGE'])
      .link([1, 0], [1, 0])
      .link([1, 0], [2, 0]);
    expect(inputsOf(ui.file())).toEqual({ 2: {} });
  });

  test('primitives, whose value goes into the widget', () => {
    const ui = new UiWorkflow()
      .node(1, 'PrimitiveNode', [], ['FLOAT'], { widgets_values: [9, 'fixed'] })
      .node(2, 'StubAdd', [{ name: 'a', type: 'FLOAT', widget: true }], [], {
        widgets_values: [3, 4],
      })
      .link([1, 0], [2, 0], 'FLOAT');
    expect(inputsOf(ui.file())).toEqual({ 2: { a: 9, b: 4 } });
  });

  test('notes', () => {
    const ui = new UiWorkflow().node(1, 'Note').node(2, 'MarkdownNote');
    expect(inputsOf(ui.file())).toEqual({});
  });
});

test('drops muted nodes and what they would feed', () => {
  const ui = withImage()
    .node(2, 'StubFilter', [image], ['IMAGE'], { mode: 2 })
    .node(3, 'StubShow', [image], ['IMAGE'])
    .link([1, 0], [2, 0], 'IMAGE')
    .link([2, 0], [3, 0], 'IMAGE');
  const inputs = inputsOf(ui.file());
  expect(Object.keys(inputs)).toEqual(['1', '3']);
  expect(inputs['3']).toEqual({ note: 0 });
});

describe('lets a bypassed node pass on', () => {
  /** Node 9 is bypassed, between two images and a latent before it and an image behind it. */
  function bypassing(inputs: { name: string; type: string }[], outputs: string[], slot: number) {
    const ui = withImage()
      .node(2, 'StubClock', [], ['IMAGE'])
      .node(3, 'StubFilter', [image], ['IMAGE'])
      .node(9, 'Anything', inputs, outputs, { mode: 4 });
    for (const [i, { type }] of inputs.entries()) ui.link([i === 0 ? 1 : 2, 0], [9, i], type);
    ui.link([9, slot], [3, 0], 'IMAGE');
    return inputsOf(ui.file())['3'];
  }
  const slot = (type: string) => ({ name: type, type });

  test('the input of the same slot', () => {
    expect(bypassing([slot('IMAGE'), slot('IMAGE')], ['MASK', 'IMAGE'], 1)).toEqual({
      image: ['2', 0],
    });
  });

  test('else the first input of exactly the type', () => {
    expect(bypassing([slot('*'), slot('IMAGE')], ['LATENT', 'MASK', 'IMAGE'], 2)).toEqual({
      image: ['2', 0],
    });
  });

  test('else the first that fits', () => {
    expect(bypassing([slot('IMAGE,MASK')], ['LATENT', 'IMAGE'], 1)).toEqual({ image: ['1', 0] });
  });

  test('else nothing', () => {
    expect(bypassing([slot('LATENT')], ['IMAGE'], 0)).toEqual({});
  });
});

describe('takes subgraphs apart', () => {
  /** Filter and adder inside: image goes through, `a` of the adder is an input of the subgraph. */
  function inner(): UiWorkflow {
    return new UiWorkflow(true)
      .node(1, 'StubFilter', [image], ['IMAGE'])
      .node(2, 'StubAdd', [{ name: 'a', type: 'FLOAT', widget: true }], ['FLOAT'], {
        widgets_values: [3, 4],
      })
      .link([-10, 0], [1, 0], 'IMAGE')
      .link([-10, 1], [2, 0], 'FLOAT')
      .link([1, 0], [-20, 0], 'IMAGE')
      .link([2, 0], [-20, 1], 'FLOAT');
  }
  const definitions = (...more: JsonObject[]) => ({
    definitions: {
      subgraphs: [subgraphOf('sub', inner(), ['image', 'a'], ['out', 'sum']), ...more],
    },
  });

  test('into nodes called instance:inner, several times over', () => {
    const ui = withImage();
    for (const id of [5, 6]) {
      ui.node(id, 'sub', [image], ['IMAGE', 'FLOAT']).link([id === 5 ? 1 : 5, 0], [id, 0]);
    }
    ui.node(7, 'StubShow', [image, { name: 'note', type: 'FLOAT', widget: true }])
      .link([6, 0], [7, 0])
      .link([5, 1], [7, 1]);
    expect(inputsOf(ui.file(definitions()))).toMatchObject({
      '5:1': { image: ['1', 0] },
      '5:2': { a: 3, b: 4 },
      '6:1': { image: ['5:1', 0] },
      '6:2': { a: 3, b: 4 },
      7: { image: ['6:1', 0], note: ['5:2', 0] },
    });
  });

  test('matching slots by name, where the instance lists fewer', () => {
    const ui = new UiWorkflow()
      .node(1, 'StubAdd', [], ['FLOAT'])
      .node(5, 'sub', [{ name: 'a', type: 'FLOAT' }], [])
      .link([1, 0], [5, 0]);
    expect(inputsOf(ui.file(definitions()))).toMatchObject({
      '5:1': {},
      '5:2': { a: ['1', 0], b: 4 },
    });
  });

  test('with the values that the instance sets', () => {
    const ui = new UiWorkflow().node(5, 'sub', [], [], { widgets_values: [8] });
    expect(inputsOf(ui.file(definitions()))['5:2']).toEqual({ a: 8, b: 4 });
  });

  test('with the values inside, where the instance only shows them', () => {
    const ui = new UiWorkflow().node(5, 'sub', [], [], {
      widgets_values: [8],
      properties: { proxyWidgets: [['2', 'a']] },
    });
    expect(inputsOf(ui.file(definitions()))['5:2']).toEqual({ a: 3, b: 4 });
  });

  test('within each other', () => {
    const outer = new UiWorkflow(true)
      .node(1, 'sub', [image, { name: 'a', type: 'FLOAT', widget: true }], ['IMAGE', 'FLOAT'])
      .link([-10, 0], [1, 0])
      .link([-10, 1], [1, 1])
      .link([1, 0], [-20, 0]);
    const ui = withImage()
      .node(5, 'outer', [image], ['IMAGE'], { widgets_values: [8] })
      .node(6, 'StubShow', [image])
      .link([1, 0], [5, 0])
      .link([5, 0], [6, 0]);
    const file = ui.file(definitions(subgraphOf('outer', outer, ['image', 'x'], ['out'])));
    expect(inputsOf(file)).toMatchObject({
      '5:1:1': { image: ['1', 0] },
      '5:1:2': { a: 8, b: 4 },
      6: { image: ['5:1:1', 0] },
    });
  });

  test('but drops a muted one, and passes by a bypassed one', () => {
    const build = (mode: number) =>
      withImage()
        .node(5, 'sub', [image], ['IMAGE', 'FLOAT'], { mode })
        .node(6, 'StubShow', [image])
        .link([1, 0], [5, 0], 'IMAGE')
        .link([5, 0], [6, 0], 'IMAGE')
        .file(definitions());
    expect(inputsOf(build(2))).toEqual({ 1: expect.anything(), 6: { note: 0 } });
    expect(inputsOf(build(4))).toEqual({
      1: expect.anything(),
      6: { image: ['1', 0], note: 0 },
    });
  });

  test('and refuses one that contains itself', () => {
    const ring = subgraphOf('ring', new UiWorkflow(true).node(1, 'ring'), [], []);
    const file = new UiWorkflow().node(1, 'ring').file({ definitions: { subgraphs: [ring] } });
    expect(() => uiToApi(file, layoutOf)).toThrow('The subgraph "ring" contains itself.');
  });

  test('and refuses what grows beyond all bounds', () => {
    const subgraphs = Array.from({ length: 40 }, (_, i) =>
      subgraphOf(`s${i}`, new UiWorkflow(true).node(1, `s${i + 1}`).node(2, `s${i + 1}`), [], []),
    );
    const file = new UiWorkflow().node(1, 's0').file({ definitions: { subgraphs } });
    expect(() => uiToApi(file, layoutOf)).toThrow('more than 100000 nodes');
  });
});

test('keeps of an unknown class the links and the values that have names', () => {
  const ui = withImage()
    .node(2, 'Foreign', [image], ['IMAGE'], { widgets_values: { strength: 2 } })
    .node(3, 'StubShow', [image])
    .link([1, 0], [2, 0])
    .link([2, 0], [3, 0]);
  const { prompt, problems } = uiToApi(ui.file(), layoutOf);
  expect(prompt).toMatchObject({
    2: { class_type: 'Foreign', inputs: { image: ['1', 0], strength: 2 } },
    3: { inputs: { image: ['2', 0] } },
  });
  expect(problems).toEqual(['Node 2: there is no node of class Foreign here.']);
});

test('lists links that lead nowhere', () => {
  const show = { id: 2, type: 'StubShow', inputs: [{ name: 'image', type: 'IMAGE', link: 77 }] };
  expect(uiToApi({ nodes: [show], links: [] }, layoutOf).problems).toEqual([
    'Node 2 (StubShow): link 77 of "image" does not exist.',
  ]);
});

test('converts a chain of 5,000 nodes', () => {
  const ui = withImage();
  for (let id = 2; id <= 5000; id++) {
    ui.nodes.push({ id, type: 'StubFilter', inputs: [{ ...image, link: id }], outputs: [] });
    ui.links.push([id, id - 1, 0, id, 0, 'IMAGE']);
  }
  expect(inputsOf(ui.file())['5000']).toEqual({ image: ['4999', 0] });
});

test('a subgraph of more nodes than can be run is refused', () => {
  const nodes = Array.from({ length: 200_000 }, (_, id) => ({ id, type: 'StubImage' }));
  const workflow = {
    nodes: [{ id: 1, type: 'huge' }],
    links: [],
    definitions: { subgraphs: [{ id: 'huge', name: 'Huge', nodes, links: [] }] },
  };
  expect(() => uiToApi(workflow, layoutOf)).toThrow(
    expect.objectContaining({ code: 'workflow_too_large' }),
  );
});
