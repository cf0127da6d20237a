import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { openCheckpoint } from './checkpoint.ts';
import { fluxSampling } from '../sampling/flow.ts';
import { fingerprintWithTokenizers } from './fingerprint.ts';
import { clipFromFiles } from './towers.ts';
import { vaeOf } from './vae.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { f32, writeSafetensors } from '../networks/weights/safetensors.fixture.ts';

const repo = join(import.meta.dirname, '../..');
const goldens = join(repo, 'tests/goldens/data');
const single = join(goldens, 'single_file/sd35m_all_in_one.safetensors');
const bundled = join(repo, 'models/checkpoints/shapes');

let models: string;
beforeEach(() => {
  models = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(() => rmSync(models, { recursive: true }));

const files = {
  model(folder: string, name: string) {
    const path = join(models, folder, name);
    if (existsSync(path)) return path;
    throw new UserError('model_not_found', `There is no "${name}". Searched: ${models}.`, '');
  },
};

function addTokenizer(name: string): string {
  const folder = join(models, 'tokenizers', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tokenizer.json'), '{}');
  return folder;
}

describe('a diffusers folder', () => {
  test('gives model, text encoders and VAE with what its configs say', () => {
    const { model, clip, vae } = openCheckpoint(bundled, files);
    expect(model.config).toMatchObject({ depth: 8, heads: 6, headDim: 32, jointDim: 192 });
    expect(model.sampling).toEqual({ shift: 3, multiplier: 1000 });
    expect(model.latentFormat).toMatchObject({ channels: 16, scale: 1.075, shift: -0.1077 });
    expect(model.latentFormat.rgb?.factors).toHaveLength(16);
    expect(vae.config.normGroups).toBe(8);
    expect(clip.jointDim).toBe(192);
    expect(clip.clipL).toMatchObject({ kind: 'clip', length: 24, rules: 'diffusers' });
    expect(clip.clipG?.tokenizerDir).toBe(join(bundled, 'tokenizer_2'));
    expect(clip.t5).toMatchObject({ kind: 't5', length: 24 });
  });

  test('cuts T5 at 256 tokens, as the pipeline does', () => {
    const { clip } = openCheckpoint(join(goldens, 'models/sd35m'), files);
    expect(clip.clipL?.length).toBe(77);
    expect(clip.t5?.length).toBe(256);
  });

  test('of FLUX dev gives CLIP-L and T5 at 512 tokens, and ComfyUI’s levels', () => {
    const { model, clip } = openCheckpoint(join(goldens, 'models/flux-dev'), files);
    expect(model).toMatchObject({ family: 'flux', sampling: fluxSampling(1.15) });
    expect(model.latentFormat).toEqual({ channels: 16, scale: 0.3611, shift: 0.1159 });
    expect(Object.keys(clip).toSorted()).toEqual(['clipL', 'family', 'jointDim', 'loras', 't5']);
    expect(clip.clipL?.length).toBe(77);
    expect(clip.t5).toMatchObject({ kind: 't5', length: 512 });
    expect(clip.t5?.tokenizerDir).toBe(join(goldens, 'models/flux-dev/tokenizer_2'));
  });

  test('may lack an encoder and the VAE; who uses the VAE learns so', () => {
    const folder = join(models, 'partial');
    cpSync(join(bundled, 'transformer'), join(folder, 'transformer'), { recursive: true });
    cpSync(join(bundled, 'text_encoder'), join(folder, 'text_encoder'), { recursive: true });
    const { model, clip, vae } = openCheckpoint(folder, files);
    expect(clip.clipL).toBeDefined();
    expect(clip.t5).toBeUndefined();
    expect(model.latentFormat.scale).toBe(1.5305);
    expect(() => vae.config).toThrow(/holds no VAE/);
  });

  test('of another pipeline is refused by its class', () => {
    const folder = join(models, 'sdxl');
    mkdirSync(join(folder, 'unet'), { recursive: true });
    writeFileSync(
      join(folder, 'model_index.json'),
      JSON.stringify({ _class_name: 'StableDiffusionXLPipeline' }),
    );
    expect(() => openCheckpoint(folder, files)).toThrow(/is a StableDiffusionXLPipeline/);
  });
});

describe('an all-in-one file', () => {
  test('gives model, text encoders and VAE', () => {
    const { model, clip, vae } = openCheckpoint(single, files);
    expect(model.config).toMatchObject({ dualAttentionBlocks: [0, 1] });
    expect(model.latentFormat).toEqual({ channels: 16, scale: 1.5305, shift: 0.0609 });
    expect(clip.clipL).toMatchObject({ kind: 'clip', length: 77, rules: 'comfyui' });
    expect(clip.clipG?.weights.tensors.has('text_projection.weight')).toBe(true);
    expect(clip.t5?.weights.tensors.has('shared.weight')).toBe(true);
    expect(vae.weights.tensors.has('decoder.up_blocks.3.resnets.1.conv2.weight')).toBe(true);
  });

  test('finds tokenizers among the models and beside the file', () => {
    const folder = addTokenizer('clip_l');
    const file = join(models, 'checkpoints', 'sd3.safetensors');
    mkdirSync(join(models, 'checkpoints', 't5'), { recursive: true });
    writeFileSync(join(models, 'checkpoints', 't5', 'tokenizer.json'), '{}');
    copyFileSync(single, file);
    const { clip } = openCheckpoint(file, files);
    expect(clip.clipL?.tokenizerDir).toBe(folder);
    expect(clip.t5?.tokenizerDir).toBe(join(models, 'checkpoints', 't5'));
  });

  test('says where to put a tokenizer when the encoder is used', () => {
    const { clip } = openCheckpoint(single, files);
    expect(Object.values(clip.clipG ?? {})).toHaveLength(4);
    expect(() => clip.clipG?.tokenizerDir).toThrow(
      expect.objectContaining({
        code: 'tokenizer_missing',
        cure: expect.stringMatching(/tokenizers fetch clip_l.*models\/tokenizers\/clip_l/),
      }),
    );
  });

  test('has another fingerprint once a tokenizer is there', () => {
    mkdirSync(join(models, 'checkpoints'));
    copyFileSync(single, join(models, 'checkpoints', 'sd3.safetensors'));
    const before = fingerprintWithTokenizers('checkpoints', 'sd3.safetensors', files);
    expect(fingerprintWithTokenizers('checkpoints', 'sd3.safetensors', files)).toEqual(before);
    addTokenizer('t5');
    expect(fingerprintWithTokenizers('checkpoints', 'sd3.safetensors', files)).not.toEqual(before);
  });

  test.each([
    ['SDXL', 'model.diffusion_model.label_emb.0.0.weight'],
    [
      'Stable Diffusion 1 or 2',
      'model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight',
    ],
    [
      'FLUX.2, which is not supported yet',
      'model.diffusion_model.double_stream_modulation_img.lin.weight',
    ],
    ['Wan', 'model.diffusion_model.blocks.0.cross_attn.norm_k.weight'],
    ['a language model', 'model.layers.0.self_attn.q_proj.weight'],
    [
      'a LoRA; put it into models/loras and load it with a LoRA loader',
      'double_blocks.0.processor.qkv_lora1.down.weight',
    ],
  ])('that is %s is refused by name', (what, tensor) => {
    const path = writeSafetensors(join(models, 'other.safetensors'), { [tensor]: f32([1]) });
    expect(() => openCheckpoint(path, files)).toThrow(`is ${what}.`);
  });
});

describe('text encoder files', () => {
  beforeEach(() => {
    const folder = join(models, 'text_encoders');
    for (const [name, from] of [
      ['clip_l', 'text_encoder'],
      ['clip_g', 'text_encoder_2'],
      ['t5xxl', 'text_encoder_3'],
    ] as const) {
      cpSync(join(goldens, 'models/sd35m', from), join(folder, name), { recursive: true });
    }
  });

  test('are told apart in any order', () => {
    const names = ['t5xxl', 'clip_l', 'clip_g'];
    const clip = clipFromFiles(
      names.map((name) => `${name}/model.safetensors`),
      'sd3',
      files,
    );
    const width = (tower: 'clipL' | 'clipG') =>
      clip[tower]?.weights.tensors.get('text_model.final_layer_norm.weight')?.shape;
    expect([width('clipL'), width('clipG')]).toEqual([[16], [32]]);
    expect(clip.jointDim).toBe(64);
  });

  test('of FLUX give T5 256 tokens at least', () => {
    const clip = clipFromFiles(['t5xxl', 'clip_l'], 'flux', files);
    expect(clip).toMatchObject({ family: 'flux', clipL: { length: 77 }, t5: { length: 256 } });
  });

  test('of the same kind twice are refused', () => {
    expect(() => clipFromFiles(['clip_l', 'clip_l'], 'sd3', files)).toThrow(
      /gives a second CLIP-L/,
    );
  });

  test('that are no text encoders are refused', () => {
    cpSync(join(goldens, 'models/sd35m/vae'), join(models, 'text_encoders/vae'), {
      recursive: true,
    });
    expect(() => clipFromFiles(['vae'], 'sd3', files)).toThrow(/is a VAE/);
  });
});

test('a VAE with 4 latent channels is refused', () => {
  const source = openWeights(join(goldens, 'models/sd35m/vae'));
  const stored = source.tensors.get('decoder.conv_in.weight');
  const tensors = new Map(source.tensors).set('decoder.conv_in.weight', {
    ...(stored as NonNullable<typeof stored>),
    shape: [32, 4, 3, 3],
  });
  expect(() => vaeOf({ ...source, tensors })).toThrow(/latents of 4 channels, as those of Stable/);
});
