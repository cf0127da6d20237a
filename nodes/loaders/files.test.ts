/** Files as people have them: weights alone, all in one, and GGUF with its vocabulary. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runContext, runNode } from '../../tests/goldens/nodes.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';
import type { ClipValue, ModelValue, VaeValue } from '../models.ts';
import { parseSpieceModel } from '../networks/text/tokenizer/spiece-model.ts';
import { vocabularyValues } from '../networks/text/tokenizer/vocabulary.fixture.ts';
import { ggufF32, writeGguf } from '../networks/weights/gguf/gguf.fixture.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { f32, writeSafetensors } from '../networks/weights/safetensors.fixture.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import type { RunContext } from '../run-context.ts';
import { cpu } from '../runtime/device.ts';
import { sizeOf } from '../tensor.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data');
const models = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(models, { recursive: true }));
let context: RunContext;

const place = (path: string) => {
  const file = join(models, path);
  mkdirSync(dirname(file), { recursive: true });
  return file;
};
const copy = (from: string, to: string) => copyFileSync(join(goldens, from), place(to));
const open = (path: string) => openWeights(join(goldens, path));
const written = (source: WeightSource, prefix: string, without: RegExp | null = null) =>
  Object.fromEntries(
    [...source.tensors.keys()]
      .filter((name) => !without?.test(name))
      .map((name) => {
        const { data, shape } = readTensor(source, name);
        return [prefix + name, f32([...data], shape)];
      }),
  );

const GGUF_NAMES = {
  'shared.weight': 'token_embd.weight',
  'encoder.final_layer_norm.weight': 'enc.output_norm.weight',
};
const GGUF_PARTS: readonly (readonly [string, string])[] = [
  ['layer.0.SelfAttention.relative_attention_bias', 'attn_rel_b'],
  ['layer.0.SelfAttention.', 'attn_'],
  ['layer.0.layer_norm', 'attn_norm'],
  ['layer.1.DenseReluDense.wi_0', 'ffn_gate'],
  ['layer.1.DenseReluDense.wi_1', 'ffn_up'],
  ['layer.1.DenseReluDense.wo', 'ffn_down'],
  ['layer.1.layer_norm', 'ffn_norm'],
];
const ggufName = (name: string) =>
  GGUF_PARTS.reduce(
    (text, [ours, theirs]) => text.replace(ours, theirs),
    name.replace('encoder.block.', 'enc.blk.'),
  );

/** A FLUX.1 schnell of one block of each kind and one head, all zeros. */
function emptyFlux(prefix: string) {
  const width = 128;
  const mlp = 4 * width;
  const stream = (of: string): Record<string, [number, number]> => ({
    [`double_blocks.0.${of}_mod.lin`]: [6 * width, width],
    [`double_blocks.0.${of}_attn.qkv`]: [3 * width, width],
    [`double_blocks.0.${of}_attn.proj`]: [width, width],
    [`double_blocks.0.${of}_mlp.0`]: [mlp, width],
    [`double_blocks.0.${of}_mlp.2`]: [width, mlp],
  });
  const linears: Record<string, [number, number]> = {
    img_in: [width, 64],
    txt_in: [width, 64],
    'time_in.in_layer': [width, 256],
    'time_in.out_layer': [width, width],
    'vector_in.in_layer': [width, 16],
    'vector_in.out_layer': [width, width],
    ...stream('img'),
    ...stream('txt'),
    'single_blocks.0.linear1': [3 * width + mlp, width],
    'single_blocks.0.linear2': [width, width + mlp],
    'single_blocks.0.modulation.lin': [3 * width, width],
    'final_layer.linear': [64, width],
    'final_layer.adaLN_modulation.1': [2 * width, width],
  };
  const norms = ['double_blocks.0.img_attn', 'double_blocks.0.txt_attn', 'single_blocks.0'];
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ...Object.entries(linears).flatMap(([name, [out, into]]) => [
      [`${name}.weight`, [out, into]] as const,
      [`${name}.bias`, [out]] as const,
    ]),
    ...norms.flatMap((name) =>
      ['query', 'key'].map((of) => [`${name}.norm.${of}_norm.scale`, [width]] as const),
    ),
  ];
  return Object.fromEntries(
    shapes.map(([name, shape]) => [prefix + name, f32(Array(sizeOf(shape)).fill(0), shape)]),
  );
}

beforeAll(() => {
  const t5 = open('models/flux-dev/text_encoder_2');
  copy('models/flux-dev/text_encoder_2/model.safetensors', 'text_encoders/t5xxl_fp16.safetensors');
  copy('models/flux-dev/text_encoder/model.safetensors', 'text_encoders/clip_l.safetensors');
  copy('models/flux-dev/tokenizer/merges.txt', 'tokenizers/clip_l/merges.txt');
  copy('models/flux-dev/tokenizer_2/spiece.model', 'tokenizers/t5/spiece.model');
  const tensors = [...t5.tensors.keys()].filter((name) => !name.endsWith('embed_tokens.weight'));
  writeGguf(
    place('text_encoders/t5.gguf'),
    Object.fromEntries(
      tensors.map((name) => {
        const { data, shape } = readTensor(t5, name);
        const theirs =
          name in GGUF_NAMES ? GGUF_NAMES[name as keyof typeof GGUF_NAMES] : ggufName(name);
        return [theirs, ggufF32([...data], shape)];
      }),
    ),
    vocabularyValues(
      parseSpieceModel(readFileSync(join(goldens, 'models/flux-dev/tokenizer_2/spiece.model'))),
    ),
  );
  writeSafetensors(place('checkpoints/flux.safetensors'), {
    ...emptyFlux('model.diffusion_model.'),
    ...written(open('single_file/flux_ae.safetensors'), 'vae.'),
    ...written(open('models/flux-dev/text_encoder'), 'text_encoders.clip_l.transformer.'),
    ...written(t5, 'text_encoders.t5xxl.transformer.'),
  });
  writeSafetensors(
    place('checkpoints/sd35m_incl_clips.safetensors'),
    written(open('single_file/sd35m_all_in_one.safetensors'), '', /t5xxl/),
  );
  context = runContext(cpu, [models]);
});

const run = (id: string, inputs: Record<string, unknown>) => runNode(id, inputs, context);
const encoded = async (clip: unknown) => {
  const { CONDITIONING } = await run('CLIPTextEncode', { text: 'a red cube, blue', clip });
  return (CONDITIONING as readonly Conditioning[])[0];
};
const clipOf = async (id: string, ...names: readonly string[]) => {
  const [one = '', ...rest] = names;
  const inputs =
    rest.length === 0
      ? { clip_name: one, type: 'sd3' }
      : { clip_name1: one, clip_name2: rest[0], type: 'flux' };
  return (await run(id, inputs))['CLIP'] as ClipValue;
};

test('text encoders alone in files need no more than vocabularies beside them', async () => {
  const clip = await clipOf('DualCLIPLoader', 'clip_l.safetensors', 't5xxl_fp16.safetensors');
  expect(clip.clipL?.tokenizerDir).toBe(join(models, 'tokenizers/clip_l'));
  expect(clip.t5?.tokenizerDir).toBe(join(models, 'tokenizers/t5'));
});

test('a GGUF T5 needs nothing beside it, and says what its .safetensors says', async () => {
  const gguf = await clipOf('CLIPLoaderGGUF', 't5.gguf');
  expect(gguf.t5?.tokenizerDir).toBe(join(models, 'text_encoders/t5.gguf'));
  const plain = await clipOf('CLIPLoader', 't5xxl_fp16.safetensors');
  expect(await encoded(gguf)).toEqual(await encoded(plain));
});

test('a checkpoint of SD3 without T5 says what its CLIPs say', async () => {
  const { MODEL, CLIP } = await run('CheckpointLoaderSimple', {
    ckpt_name: 'sd35m_incl_clips.safetensors',
  });
  expect((MODEL as ModelValue).family).toBe('sd3');
  expect(Object.keys(CLIP as ClipValue).toSorted()).toEqual([
    'clipG',
    'clipL',
    'family',
    'jointDim',
    'loras',
  ]);
});

test('a FLUX.1 checkpoint with everything in it gives model, text encoders and VAE', async () => {
  const { MODEL, CLIP, VAE } = await run('CheckpointLoaderSimple', {
    ckpt_name: 'flux.safetensors',
  });
  expect((MODEL as ModelValue).family).toBe('flux');
  expect((MODEL as ModelValue).latentFormat).toMatchObject({ scale: 0.3611, shift: 0.1159 });
  const { clipL, t5, family } = CLIP as ClipValue;
  expect([family, clipL?.kind, t5?.kind, t5?.length]).toEqual(['flux', 'clip', 't5', 256]);
  expect(t5?.tokenizerDir).toBe(join(models, 'tokenizers/t5'));
  expect((VAE as VaeValue).config.latentChannels).toBe(16);
});
