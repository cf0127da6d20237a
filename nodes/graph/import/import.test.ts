import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { registry } from '../../index.ts';
import { nodeLayout } from '../document/node-size.ts';
import { readWorkflow } from '../document/read-workflow.ts';
import { writeWorkflow } from '../document/write-workflow.ts';
import type { JsonObject } from '../json.ts';
import { readNodeClasses } from '../node-class.ts';
import { objectInfo } from '../object-info.ts';
import { layoutsOfRegistry } from '../workflow/class-layout.ts';
import { uiToApi } from '../workflow/ui-to-api.ts';
import { importReport, keptAsIs, renameModels } from './import-report.ts';
import { bestMatch, missingClasses, missingModels } from './missing.ts';
import { pathTo } from './places.ts';
import { promptToDocument } from './prompt-to-document.ts';
import { bypassNodes, replaceNodes, setModels } from './resolve.ts';

const classes = readNodeClasses(
  objectInfo(registry, {
    models: (folder) =>
      folder === 'loras' ? ['flux/a-lora.safetensors', 'b.safetensors'] : ['shapes'],
    inputImages: () => [],
    inputLatents: () => [],
  }),
);

const prompt: JsonObject = {
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'shapes' } },
  '5': {
    class_type: 'CLIPTextEncode',
    inputs: { text: 'a cat', clip: ['4', 1] },
    _meta: { title: 'Prompt' },
  },
  '6': { class_type: 'EmptySD3LatentImage', inputs: { width: 128, height: 64, batch_size: 1 } },
  '1:3': {
    class_type: 'KSampler',
    inputs: {
      seed: 18446744073709551615n,
      steps: 7,
      cfg: 4.5,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['9', 0],
      positive: ['5', 0],
      negative: ['5', 0],
      latent_image: ['6', 0],
    },
  },
  '9': {
    class_type: 'SomePack',
    inputs: { base: ['4', 0], strength: 0.5, list: { __value__: [1] } },
  },
  '10': { class_type: 'VAEDecode', inputs: { samples: ['1:3', 0], vae: ['4', 2] } },
  '11': { class_type: 'SaveImage', inputs: { images: ['10', 0], filename_prefix: 'x' } },
};

describe('an API prompt in the editor', () => {
  const document = promptToDocument(prompt, classes);
  const { nodes, links } = document.root;

  it('has all nodes, values and links, and gives the same prompt back', () => {
    expect(Object.keys(nodes)).toHaveLength(7);
    expect(nodes['1_3']?.values).toMatchObject({ seed: 18446744073709551615n, steps: 7 });
    expect(nodes['5']?.title).toBe('Prompt');
    const saved = writeWorkflow(document, classes);
    const back = uiToApi(saved, layoutsOfRegistry(registry)).prompt;
    const withoutMeta = Object.fromEntries(
      Object.entries(back).map(([id, node]) => {
        const { _meta, ...rest } = node as JsonObject;
        return [id, rest];
      }),
    );
    const expected = JSON.stringify(prompt, (_k, v: unknown) =>
      typeof v === 'bigint' ? `${v}` : v,
    );
    const got = JSON.stringify(withoutMeta, (_k, v: unknown) =>
      typeof v === 'bigint' ? `${v}` : v,
    );
    const plain = expected.replaceAll('1:3', '1_3').replaceAll(/,"_meta":\{[^}]*\}/g, '');
    expect(JSON.parse(got)).toEqual(JSON.parse(plain));
  });

  it('has each node right of those that feed it, and none over another', () => {
    const boxes = Object.values(nodes).map((node) => {
      const { width, height } = nodeLayout(node, classes[node.type]);
      const [x, y] = node.position;
      return { id: node.id, x, y, right: x + width, bottom: y + height };
    });
    const at = new Map(boxes.map((box) => [box.id, box]));
    for (const { from, to } of Object.values(links)) {
      expect(at.get(from.node)?.right).toBeLessThan(at.get(to.node)?.x ?? 0);
    }
    for (const a of boxes) {
      for (const b of boxes) {
        if (a === b) continue;
        expect(a.right < b.x || b.right < a.x || a.bottom < b.y || b.bottom < a.y).toBe(true);
      }
    }
  });

  it('takes a ring, a chain of 3,000 and odd ids', () => {
    const ring: JsonObject = {
      a: { class_type: 'ImageInvert', inputs: { image: ['b', 0] } },
      b: { class_type: 'ImageInvert', inputs: { image: ['a', 0] } },
      __proto__x: { class_type: 'X', inputs: { constructor: ['a', 0], __proto__: 1 } },
      none: { class_type: 'ImageInvert', inputs: { image: ['gone', 0] } },
    };
    const read = promptToDocument(ring, classes);
    expect(Object.keys(read.root.nodes)).toHaveLength(4);
    expect(importReport(ring, read).changed).toContainEqual({
      kind: 'linkDropped',
      place: { subgraph: null, node: 'none' },
      link: 'image',
    });
    const chain = Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [
        `${i}`,
        { class_type: 'ImageInvert', inputs: i > 0 ? { image: [`${i - 1}`, 0] } : {} },
      ]),
    );
    expect(Object.keys(promptToDocument(chain, classes).root.links)).toHaveLength(2999);
  });

  it('says which values there was no input for', () => {
    const odd: JsonObject = { 1: { class_type: 'VAEDecode', inputs: { tile: 5 } } };
    expect(importReport(odd, promptToDocument(odd, classes)).changed).toEqual([
      { kind: 'valueDropped', place: { subgraph: null, node: '1' }, input: 'tile' },
    ]);
  });
});

const awkward: JsonObject = {
  last_node_id: 9,
  last_link_id: 9,
  nodes: [
    {
      id: 1,
      type: 'KSampler (Efficient)',
      pos: [0, 0],
      size: [1, 1],
      inputs: [
        { name: 'model', type: 'MODEL', link: 1 },
        { name: 'what', type: 'LATENT', link: 2 },
      ],
      outputs: [{ name: 'LATENT', type: 'LATENT', links: [3] }],
      widgets_values: { steps: 9, other: [1, { a: null }] },
      properties: { own: [1] },
      unknown_member: { deep: [1] },
    },
    {
      id: 2,
      type: 'CheckpointLoaderSimple',
      pos: [0, 0],
      inputs: [],
      outputs: [{ name: 'MODEL', type: 'MODEL', links: [1] }],
      widgets_values: ['gone.safetensors'],
    },
    {
      id: 3,
      type: 'EmptySD3LatentImage',
      pos: { 0: 5, 1: 6 },
      inputs: [],
      outputs: [{ name: 'LATENT', type: 'LATENT', links: [2] }],
      widgets_values: [1, 2, 3],
    },
    {
      id: 4,
      type: 'VAEDecode',
      inputs: [
        { name: 'samples', type: 'LATENT', link: 3 },
        { name: 'vae', type: 'VAE', link: 99 },
      ],
      outputs: [],
    },
    {
      id: 5,
      type: 'LoraLoaderModelOnly',
      inputs: [],
      outputs: [],
      widgets_values: ['flux\\a-lora.safetensors', 1],
    },
    {
      id: 6,
      type: 'KSampler',
      inputs: [],
      outputs: [],
      widgets_values: [1, 'fixed', 20, 4, 'eulr', 'normal', 1],
    },
    { id: 4, type: 'Note', widgets_values: ['twice'] },
    'no node',
    { id: 7, type: '5b0b0b0b-0000-4000-8000-000000000001', inputs: [], outputs: [] },
  ],
  links: [
    [1, 2, 0, 1, 0, 'MODEL'],
    [2, 3, 0, 1, 1, 'LATENT'],
    [3, 1, 0, 4, 0, 'LATENT'],
    [4, 77, 0, 4, 1, 'VAE'],
  ],
  definitions: {
    subgraphs: [
      {
        id: '5b0b0b0b-0000-4000-8000-000000000001',
        name: 'Inner',
        version: 1,
        nodes: [{ id: 1, type: 'AnotherPack', inputs: [], outputs: [] }],
        links: [{ id: 5, origin_id: 8, origin_slot: 0, target_id: 1, target_slot: 0, type: '*' }],
        inputs: [],
        outputs: [],
        inputNode: { id: -10, bounding: [0, 0, 1, 1] },
        outputNode: { id: -20, bounding: [0, 0, 1, 1] },
      },
    ],
  },
  version: 0.4,
};

describe('a workflow with parts that are not here', () => {
  const document = readWorkflow(awkward, classes);
  const report = importReport(awkward, document);
  const inner = '5b0b0b0b-0000-4000-8000-000000000001';

  it('is reported part by part, with the place of each', () => {
    expect(report.changed).toEqual([
      { kind: 'nodeDropped', place: null, id: '4' },
      { kind: 'nodeDropped', place: null, id: '' },
      { kind: 'linkDropped', link: '4', place: { subgraph: null, node: '4' } },
      { kind: 'linkDropped', link: '5', place: { subgraph: inner, node: '1' } },
    ]);
    expect(keptAsIs(document, classes)).toEqual([
      { kind: 'classMissing', place: { subgraph: null, node: '1' }, type: 'KSampler (Efficient)' },
      { kind: 'classMissing', place: { subgraph: inner, node: '1' }, type: 'AnotherPack' },
      expect.objectContaining({ kind: 'modelMissing', name: 'gone.safetensors' }),
      expect.objectContaining({ kind: 'modelMissing', name: 'flux\\a-lora.safetensors' }),
      {
        kind: 'valueUnknown',
        place: { subgraph: null, node: '6' },
        input: 'sampler_name',
        value: 'eulr',
        nearest: 'euler',
      },
    ]);
    expect(pathTo(document, inner)).toEqual(['7']);
  });

  it('names the nearest class and the best file', () => {
    expect(missingClasses(document, classes)[0]?.nearest[0]).toBe('KSampler');
    const models = missingModels(document, classes);
    expect(models.map(({ wanted, best }) => [wanted, best])).toEqual([
      ['gone.safetensors', null],
      ['flux\\a-lora.safetensors', 'flux/a-lora.safetensors'],
    ]);
    const { changes } = renameModels(document, classes);
    const renamed = produce(document, (draft) => setModels(draft, changes));
    expect(renamed.root.nodes['5']?.values['lora_name']).toBe('flux/a-lora.safetensors');
    expect(missingModels(renamed, classes)).toHaveLength(1);
  });

  it('keeps the links that fit when a class takes the place of a missing one', () => {
    const place = { subgraph: null, node: '1' };
    const ksampler = classes['KSampler'];
    if (!ksampler) throw new Error('no KSampler');
    const replaced = produce(document, (draft) => replaceNodes(draft, [place], ksampler));
    const { links, nodes } = replaced.root;
    expect(nodes['1']).toMatchObject({ type: 'KSampler', values: { steps: 9, cfg: 8 } });
    expect(Object.values(links).map(({ from, to }) => [from.node, to.node, to.input])).toEqual([
      ['2', '1', 'model'],
      ['3', '1', 'latent_image'],
      ['1', '4', 'samples'],
    ]);
    const bypassed = produce(document, (draft) => bypassNodes(draft, [place]));
    expect(bypassed.root.nodes['1']?.mode).toBe('bypass');
  });

  it('is saved back with all that belongs to the missing nodes', () => {
    const written = writeWorkflow(document, classes);
    const nodes = written['nodes'] as JsonObject[];
    expect(nodes[0]).toEqual((awkward['nodes'] as JsonObject[])[0]);
  });
});

it.each([
  ['models/x/b.SAFETENSORS', 'b.safetensors'],
  ['b-v2.safetensors', 'b.safetensors'],
  ['completely-else.safetensors', null],
])('the best file for %s is %s', (wanted, best) => {
  expect(bestMatch(wanted, ['a-lora.safetensors', 'b.safetensors', 'b-v22.gguf'])).toBe(
    wanted === 'b-v2.safetensors' ? 'b-v22.gguf' : best,
  );
});
