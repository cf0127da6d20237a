import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLED_MODELS } from '../files/bundled-models.ts';
import { writeGguf } from '../networks/weights/gguf/gguf.fixture.ts';
import { f32, writeSafetensors, type Written } from '../networks/weights/safetensors.fixture.ts';
import { identityOf, inspectModel } from './inspect-model.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const zeros = (dtype: string, shape: readonly number[], bytes: number): Written => ({
  dtype,
  shape,
  bytes: new Uint8Array(shape.reduce((n, side) => n * side, bytes)),
});
const half = (...shape: number[]) => zeros('F16', shape, 2);
const file = (name: string, tensors: Readonly<Record<string, Written>>) =>
  writeSafetensors(join(folder, name), tensors);
const text = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('what a model file is', () => {
  it('names the bundled pipeline with its parts', () => {
    const facts = inspectModel(join(BUNDLED_MODELS, 'checkpoints/shapes'), 'checkpoints');
    expect(facts).toMatchObject({
      group: 'checkpoint',
      kind: 'SD3, 8 blocks',
      precision: 'fp16',
      problem: null,
    });
    expect(facts.parts.toSorted()).toEqual(['CLIP-G', 'CLIP-L', 'T5', 'VAE']);
    expect(facts.size).toBeGreaterThan(25e6);
  });

  it('counts the bytes of all parts', () => {
    const parts = ['a-00001-of-00002.safetensors', 'a-00002-of-00002.safetensors'];
    const paths = parts.map((name, i) => file(name, { [`x${i}`]: half(8 * (i + 1), 8) }));
    const map = Object.fromEntries(parts.map((name, i) => [`x${i}`, name]));
    text('a.safetensors.index.json', JSON.stringify({ weight_map: map }));
    const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
    expect(inspectModel(paths[0] ?? '', 'diffusion_models').size).toBe(bytes);
  });

  it('names a TACA LoRA with its base and rank', () => {
    const path = join(BUNDLED_MODELS, 'loras/shapes-taca-r16.safetensors');
    expect(inspectModel(path, 'loras')).toMatchObject({
      group: 'lora',
      kind: 'TACA LoRA for SD3 or SD3.5',
      rank: 16,
      problem: null,
    });
  });

  it.each([
    ['transformer.transformer_blocks.0.attn.to_q', 1536, 'LoRA for SD3 medium or SD3.5 medium'],
    ['transformer.transformer_blocks.0.attn.to_q', 3072, 'LoRA for FLUX.1'],
    ['lora_unet_double_blocks_0_img_attn_qkv', 64, 'LoRA for FLUX.1'],
  ])('tells the base of a LoRA on %s, %i wide', (base, width, kind) => {
    const isKohya = base.startsWith('lora_');
    const path = file(`lora-${width}.safetensors`, {
      [`${base}.${isKohya ? 'lora_down.weight' : 'lora_A.weight'}`]: half(4, width),
      [`${base}.${isKohya ? 'lora_up.weight' : 'lora_B.weight'}`]: half(width, 4),
    });
    expect(inspectModel(path, 'loras')).toMatchObject({ kind, rank: 4, problem: null });
  });

  it('knows a LoRA that fits none of our models', () => {
    const base = 'lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q';
    const path = file('sdxl-lora.safetensors', {
      [`${base}.lora_down.weight`]: half(4, 64),
      [`${base}.lora_up.weight`]: half(64, 4),
    });
    expect(inspectModel(path, 'loras')).toMatchObject({
      kind: 'LoRA for SDXL or Stable Diffusion 1',
      problem: { code: 'lora_no_match' },
    });
  });

  it('knows SDXL, though it holds a CLIP and a VAE', () => {
    const path = file('sdxl.safetensors', {
      'conditioner.embedders.0.transformer.text_model.embeddings.token_embedding.weight': half(4),
      'first_stage_model.decoder.up.0.block.0.conv1.weight': half(4),
      'model.diffusion_model.label_emb.0.0.weight': half(4),
    });
    expect(inspectModel(path, 'checkpoints')).toMatchObject({
      kind: 'SDXL',
      precision: 'fp16',
      problem: { message: 'SDXL is not supported.' },
    });
  });

  it('tells text encoders apart, and says when a file lies in the wrong folder', () => {
    const tensors = {
      'text_model.embeddings.token_embedding.weight': half(4, 768),
      'text_model.embeddings.position_embedding.weight': half(77, 768),
    };
    const path = file('clip_l.safetensors', tensors);
    expect(inspectModel(path, 'text_encoders')).toMatchObject({ kind: 'CLIP-L', problem: null });
    expect(inspectModel(path, 'vae').problem).toMatchObject({
      code: 'wrong_folder',
      cure: 'Move the file into text_encoders.',
    });
    expect(inspectModel(path, 'controlnet').problem?.code).toBe('no_node');
  });

  it('takes the type of most bytes for the precision', () => {
    const path = file('t5.safetensors', {
      'encoder.block.0.layer.0.SelfAttention.q.weight': zeros('F8_E4M3', [64, 64], 1),
      'encoder.final_layer_norm.weight': f32([1, 2]),
    });
    expect(inspectModel(path, 'text_encoders')).toMatchObject({
      kind: 'T5',
      precision: 'fp8 e4m3',
    });
  });
});

it.each([
  ['flux_nf4.safetensors', 'nf4'],
  ['flux_scaled.safetensors', 'fp8 e4m3 scaled'],
  ['flux_blocks.gguf', 'GGUF Q8_0'],
])('tells how most bytes of %s are stored: %s', (name, precision) => {
  const path = join(import.meta.dirname, '../../tests/goldens/stored', name);
  expect(inspectModel(path, 'diffusion_models').precision).toBe(precision);
});

describe('GGUF', () => {
  const q8 = (...shape: number[]) => {
    const size = shape.reduce((product, side) => product * side, 1);
    return { type: 8, shape, bytes: new Uint8Array((size / 32) * 34) };
  };
  const gguf = (name: string, tensor: string) =>
    writeGguf(join(folder, name), { [tensor]: q8(32, 32) });

  it('tells the blocks of a T5 by the names of llama.cpp', () => {
    const path = gguf('t5.gguf', 'enc.blk.0.attn_q.weight');
    expect(inspectModel(path, 'text_encoders')).toMatchObject({
      kind: 'T5',
      precision: 'GGUF Q8_0',
      problem: null,
    });
  });

  it('knows a language model', () => {
    const path = gguf('llama.gguf', 'blk.0.attn_q.weight');
    expect(inspectModel(path, 'diffusion_models')).toMatchObject({
      kind: 'Language model',
      problem: { code: 'weights_other_model' },
    });
  });

  it('says what is wrong with a damaged one', () => {
    const path = gguf('cut.gguf', 'double_blocks.0.img_mod.lin.weight');
    truncateSync(path, 200);
    expect(inspectModel(path, 'diffusion_models').problem).toMatchObject({
      code: 'weights_truncated',
    });
  });
});

describe('what is wrong with a model file', () => {
  it.each([
    ['page.safetensors', '<!doctype html><html>', 'weights_web_page'],
    ['pointer.safetensors', 'version https://git-lfs.github.com/spec/v1\n', 'weights_lfs_pointer'],
    ['pickle.ckpt', 'PK\u0003\u0004 and more than eight bytes', 'weights_pickle'],
    ['empty.safetensors', '', 'weights_too_small'],
  ])('%s', (name, content, code) => {
    const path = text(name, content);
    const { problem, group, size } = inspectModel(path, 'checkpoints');
    expect(problem?.code).toBe(code);
    expect(problem?.message).not.toContain(folder);
    expect({ group, size }).toEqual({ group: 'checkpoint', size: content.length });
  });

  it('counts the bytes that a download lacks', () => {
    const path = file('cut.safetensors', { a: f32([1, 2, 3, 4]) });
    truncateSync(path, readFileSync(path).length - 8);
    expect(inspectModel(path, 'vae').problem).toMatchObject({
      code: 'weights_truncated',
      message: 'Holds 8 of 16 bytes of weights.',
    });
  });

  it('survives a pipeline whose parts are missing', () => {
    const path = join(folder, 'pipeline');
    mkdirSync(join(path, 'transformer'), { recursive: true });
    writeFileSync(join(path, 'model_index.json'), '{}');
    writeFileSync(join(path, 'transformer/config.json'), '{}');
    expect(inspectModel(path, 'checkpoints').problem?.code).toBe('weights_not_in_folder');
  });

  it('survives a file that is gone', () => {
    expect(inspectModel(join(folder, 'gone'), 'vae')).toMatchObject({
      size: 0,
      problem: { code: 'weights_unreadable' },
    });
    expect(identityOf(join(folder, 'gone'))).toBe('');
  });
});

it('loads no ONNX Runtime', () => {
  const module = JSON.stringify(new URL('inspect-model.ts', import.meta.url).href);
  const script = `await import(${module});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(${module}).cache);
    console.log(loaded.filter((path) => /onnxruntime|sharp/.test(path)).length);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(String(out).trim()).toBe('0');
});
