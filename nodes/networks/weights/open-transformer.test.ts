import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTransformer, transformerOf } from './open-transformer.ts';
import { openWeights } from './open-weights.ts';
import { readTensor } from './read-tensor.ts';
import { subSource, type WeightSource } from './weight-source.ts';
import { vaeAsDiffusers } from './layouts/vae-original.ts';

const goldens = join(import.meta.dirname, '../../../tests/goldens/data');
const at = (path: string) => join(goldens, path);

/** Names and values, in an order of their own. */
function contents(source: WeightSource) {
  const names = [...source.tensors.keys()].toSorted();
  return names.map((name) => ({ name, ...readTensor(source, name) }));
}

describe('the original layouts give diffusers’ tensors', () => {
  const folder = openTransformer(at('models/sd35m/transformer'));

  test('all-in-one SD3.5 with dual attention', () => {
    const single = openTransformer(at('single_file/sd35m_all_in_one.safetensors'));
    expect(contents(single.weights)).toEqual(contents(folder.weights));
  });

  test('SD3 transformer alone, without QK norm', () => {
    const config = { attention_head_dim: 16 };
    const plain = openTransformer(at('models/sd3-plain/transformer'));
    const single = openTransformer(at('single_file/sd3_plain_transformer.safetensors'), config);
    expect(contents(single.weights)).toEqual(contents(plain.weights));
    expect(single.config).toEqual(plain.config);
  });

  test('the same without the prefix', () => {
    const file = openWeights(at('single_file/sd35m_all_in_one.safetensors'));
    const bare = transformerOf(subSource(file, 'model.diffusion_model.'));
    expect(contents(bare.weights)).toEqual(contents(folder.weights));
  });

  test('VAE of an all-in-one file', () => {
    const file = openWeights(at('single_file/sd35m_all_in_one.safetensors'));
    const single = vaeAsDiffusers(subSource(file, 'first_stage_model.'));
    expect(contents(single)).toEqual(contents(openWeights(at('models/sd35m/vae'))));
  });
});

describe('FLUX.1', () => {
  const single = (name: string) => at(`single_file/flux_${name}_transformer.safetensors`);

  test.each(['dev', 'schnell'])('%s in the original layout gives diffusers’ tensors', (name) => {
    const folder = openTransformer(at(`models/flux-${name}/transformer`));
    const file = openTransformer(single(name), folder.weights.config ?? {});
    expect(contents(file.weights)).toEqual(contents(folder.weights));
    expect(file.config).toEqual(folder.config);
  });

  test('is read off the shapes, the turning channels from the config', () => {
    expect(openTransformer(at('models/flux-dev/transformer'))).toMatchObject({
      family: 'flux',
      config: {
        depth: 4,
        doubleBlocks: 2,
        heads: 3,
        headDim: 16,
        channels: 16,
        jointDim: 64,
        pooledDim: 16,
        guidance: true,
        ropeAxes: [4, 6, 6],
      },
    });
  });

  test('may have fewer blocks', () => {
    const whole = openWeights(at('models/flux-dev/transformer'));
    const tensors = new Map([...whole.tensors].filter(([name]) => !/blocks\.1\./.test(name)));
    expect(transformerOf({ ...whole, tensors }).config).toMatchObject({
      depth: 2,
      doubleBlocks: 1,
    });
  });

  test.each([
    [384, /is FLUX\.1 Fill/],
    [128, /is FLUX\.1 Canny or Depth/],
    [96, /tokens of 96 channels for 64/],
  ])('with inputs of %i channels is refused by name', (inputs, message) => {
    const whole = openWeights(at('models/flux-dev/transformer'));
    const wide = { ...required(whole, 'x_embedder.weight'), shape: [48, inputs] };
    const tensors = new Map(whole.tensors).set('x_embedder.weight', wide);
    expect(() => transformerOf({ ...whole, tensors })).toThrow(message);
  });

  test('of another head width than the published needs its config.json', () => {
    expect(() => openTransformer(single('dev'))).toThrow(/head width 16, of which 128 channels/);
  });

  test('with a fused projection that is too short is refused', () => {
    const whole = openWeights(single('dev'));
    const name = 'single_blocks.1.linear1.weight';
    const tensors = new Map(whole.tensors).set(name, {
      ...required(whole, name),
      shape: [144, 48],
    });
    expect(() => transformerOf({ ...whole, tensors })).toThrow(/linear1\.weight" \[144, 48\]/);
  });

  test('with a block’s index beyond all bounds is refused, not counted up to', () => {
    const whole = openWeights(at('models/flux-dev/transformer'));
    const far = required(whole, 'proj_out.bias');
    const tensors = new Map(whole.tensors).set('single_transformer_blocks.999999999.x', far);
    expect(() => transformerOf({ ...whole, tensors })).toThrow(/lacks \d+ of \d+ tensors/);
  });

  test.each([
    ['HunyuanVideo', 'context_embedder.token_refiner.proj_in.weight'],
    ['a ControlNet', 'controlnet_blocks.0.weight'],
  ])('is not what %s is, though their blocks have its names', (what, name) => {
    const whole = openWeights(at('models/flux-dev/transformer'));
    const tensors = new Map(whole.tensors).set(name, required(whole, 'proj_out.bias'));
    expect(() => transformerOf({ ...whole, tensors })).toThrow(`is ${what}.`);
  });
});

function required(source: WeightSource, name: string) {
  const stored = source.tensors.get(name);
  if (!stored) throw new Error(`no ${name}`);
  return stored;
}

test('reads the config off the shapes', () => {
  expect(openTransformer(at('single_file/sd35m_all_in_one.safetensors')).config).toEqual({
    depth: 3,
    heads: 4,
    headDim: 16,
    patch: 2,
    inChannels: 16,
    outChannels: 16,
    jointDim: 64,
    pooledDim: 48,
    posEmbedSize: 24,
    qkNorm: true,
    dualAttentionBlocks: [0, 1],
  });
});

describe('refuses', () => {
  const refuse = (path: string) => () => openTransformer(at(path));

  test.each([
    ['models/sd35m/vae', /is a VAE/],
    ['models/clip-l', /is a CLIP text encoder/],
    ['models/sd35m/text_encoder_3', /is a T5 text encoder/],
    ['lora/sd35m_kohya.safetensors', /is a LoRA/],
    ['cases/noise.safetensors', /is of an unknown kind/],
  ])('%s', (path, message) => {
    expect(refuse(path)).toThrow(message);
  });

  test('a transformer with missing tensors, naming them', () => {
    const whole = openWeights(at('models/sd35m/transformer'));
    const tensors = new Map(whole.tensors);
    tensors.delete('proj_out.bias');
    tensors.delete('transformer_blocks.1.attn.to_k.weight');
    expect(() => transformerOf({ ...whole, tensors })).toThrow(
      /lacks 2 of 127 tensors: proj_out\.bias, transformer_blocks\.1\.attn\.to_k\.weight/,
    );
  });

  test.each([
    ['SVDQuant (Nunchaku)', 'transformer_blocks.0.mlp_fc1.wscales'],
    ['GPTQ', 'proj_out.g_idx'],
    ['GPTQ or AWQ', 'proj_out.qweight'],
    ['LLM.int8() of bitsandbytes', 'proj_out.SCB'],
    ['NVFP4', 'proj_out.weight_scale_2'],
    ['Quanto', 'proj_out.weight._data'],
    ['MXFP4', 'proj_out.weight_blocks'],
    ['block-scaled fp8 or int8', 'proj_out.weight_scale'],
    ['quantised', 'proj_out.comfy_quant'],
  ])('%s weights by name', (kind, name) => {
    const whole = openWeights(at('models/sd35m/transformer'));
    const some = whole.tensors.get('proj_out.bias');
    const tensors = new Map(whole.tensors).set(name, some as NonNullable<typeof some>);
    expect(() => transformerOf({ ...whole, tensors })).toThrow(`holds ${kind} weights`);
  });

  test('a width that heads of 64 do not divide, when nothing tells their width', () => {
    expect(refuse('single_file/sd3_plain_transformer.safetensors')).toThrow(/heads would be 0\.75/);
  });
});
