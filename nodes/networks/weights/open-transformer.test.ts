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
    ['scaled fp8', 'scaled_fp8'],
    ['NF4', 'proj_out.weight.quant_state.bitsandbytes__nf4'],
  ])('%s weights', (kind, name) => {
    const whole = openWeights(at('models/sd35m/transformer'));
    const some = whole.tensors.get('proj_out.bias');
    const tensors = new Map(whole.tensors).set(name, some as NonNullable<typeof some>);
    expect(() => transformerOf({ ...whole, tensors })).toThrow(`holds ${kind} weights`);
  });

  test('a width that heads of 64 do not divide, when nothing tells their width', () => {
    expect(refuse('single_file/sd3_plain_transformer.safetensors')).toThrow(/heads would be 0\.75/);
  });
});
