import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { clipFromFiles } from '../../../loaders/towers.ts';
import { writeGguf } from '../gguf/gguf.fixture.ts';
import { openTransformer, transformerOf } from '../open-transformer.ts';
import { openWeights } from '../open-weights.ts';
import { readTensor } from '../read-tensor.ts';
import { writeSafetensors } from '../safetensors.fixture.ts';
import { subSource, type WeightSource } from '../weight-source.ts';
import { vaeAsDiffusers } from './vae-original.ts';

const goldens = join(import.meta.dirname, '../../../../tests/goldens/data');
const folder = mkdtempSync(join(tmpdir(), 'layouts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const golden = (path: string) => openWeights(join(goldens, path));

type Names = (name: string) => string;
interface Values {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Names and values. */
function contents(source: WeightSource): Record<string, Values> {
  const names = [...source.tensors.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, readTensor(source, name)]));
}

function renamed(values: Readonly<Record<string, Values>>, name: Names) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [name(key), value]));
}

const bytesOf = ({ data }: Values) => new Uint8Array(Float32Array.from(data).buffer);

const FORMATS = {
  safetensors: (name: string, values: Readonly<Record<string, Values>>) =>
    writeSafetensors(
      at(`${name}.safetensors`),
      mapped(values, (value) => ({ dtype: 'F32', shape: value.shape, bytes: bytesOf(value) })),
    ),
  gguf: (name: string, values: Readonly<Record<string, Values>>) =>
    writeGguf(
      at(`${name}.gguf`),
      mapped(values, (value) => ({ type: 0, shape: value.shape, bytes: bytesOf(value) })),
    ),
};
const formats = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

function mapped<A, B>(values: Readonly<Record<string, A>>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

const PREFIXES = ['', 'model.diffusion_model.', 'diffusion_model.', 'model.', 'transformer.'];
const cases = formats.flatMap((format) => PREFIXES.map((prefix) => [format, prefix] as const));

describe('a transformer alone gives diffusers’ tensors', () => {
  const flux = golden('single_file/flux_dev_transformer.safetensors');
  const fluxFolder = openTransformer(join(goldens, 'models/flux-dev/transformer'));
  const sd3 = golden('single_file/sd3_plain_transformer.safetensors');
  const sd3Folder = openTransformer(join(goldens, 'models/sd3-plain/transformer'));
  const config = { attention_head_dim: 16 };

  test.each(cases)('FLUX.1 of Black Forest Labs’ names in .%s below "%s"', (format, prefix) => {
    const bare = renamed(contents(flux), (name) => name.replace('model.diffusion_model.', ''));
    const path = FORMATS[format](
      'flux',
      renamed(bare, (name) => prefix + name),
    );
    const opened = openTransformer(path, fluxFolder.weights.config ?? {});
    expect(opened.config).toEqual(fluxFolder.config);
    expect(contents(opened.weights)).toEqual(contents(fluxFolder.weights));
  });

  test.each(cases)('FLUX.1 of diffusers’ names in .%s below "%s"', (format, prefix) => {
    const path = FORMATS[format](
      'flux-d',
      renamed(contents(fluxFolder.weights), (name) => prefix + name),
    );
    const opened = openTransformer(path, fluxFolder.weights.config ?? {});
    expect(contents(opened.weights)).toEqual(contents(fluxFolder.weights));
  });

  test.each(cases)('SD3 of Stability’s names in .%s below "%s"', (format, prefix) => {
    const bare = renamed(contents(sd3), (name) => name.replace('model.diffusion_model.', ''));
    const path = FORMATS[format](
      'sd3',
      renamed(bare, (name) => prefix + name),
    );
    const opened = openTransformer(path, config);
    expect(contents(opened.weights)).toEqual(contents(sd3Folder.weights));
  });

  test('of fewer blocks is one of fewer blocks', () => {
    const pruned = Object.entries(contents(flux)).filter(
      ([name]) => !/double_blocks\.1\./.test(name),
    );
    const path = FORMATS.gguf('pruned', Object.fromEntries(pruned));
    const { config: found } = openTransformer(path, fluxFolder.weights.config ?? {});
    expect(found).toMatchObject({ doubleBlocks: 1, depth: fluxFolder.config.depth - 1 });
  });
});

const LLAMA: readonly (readonly [RegExp, string])[] = [
  [/^shared\.weight$/, 'token_embd.weight'],
  [/^encoder\.final_layer_norm/, 'enc.output_norm'],
  [/^encoder\.block\.(\d+)\.layer\.0\.SelfAttention\.([qkvo])\./, 'enc.blk.$1.attn_$2.'],
  [/^encoder\.block\.(\d+)\..*relative_attention_bias/, 'enc.blk.$1.attn_rel_b'],
  [/^encoder\.block\.(\d+)\.layer\.0\.layer_norm/, 'enc.blk.$1.attn_norm'],
  [/^encoder\.block\.(\d+)\.layer\.1\.layer_norm/, 'enc.blk.$1.ffn_norm'],
  [/^encoder\.block\.(\d+)\..*wi_0/, 'enc.blk.$1.ffn_gate'],
  [/^encoder\.block\.(\d+)\..*wi_1/, 'enc.blk.$1.ffn_up'],
  [/^encoder\.block\.(\d+)\..*wo/, 'enc.blk.$1.ffn_down'],
];
const llama: Names = (name) =>
  LLAMA.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);

const files = { model: (_: string, name: string) => at(name) };

describe('text encoders in GGUF', () => {
  const t5 = golden('models/sd35m/text_encoder_3');

  test('T5 by the names of llama.cpp is the same T5', () => {
    const values = renamed(contents(t5), llama);
    expect(Object.keys(values).every((name) => /^(enc|token)/.test(name))).toBe(true);
    const decoder = { 'dec.blk.0.attn_q.weight': { data: Float32Array.of(1), shape: [1] } };
    FORMATS.gguf('t5', { ...values, ...decoder });
    const clip = clipFromFiles(['t5.gguf'], 'sd3', files);
    expect(contents(clip.t5!.weights)).toEqual(contents(t5));
  });

  test('CLIP by its own names is the same CLIP', () => {
    const clipL = golden('models/sd35m/text_encoder');
    FORMATS.gguf('clip', contents(clipL));
    const clip = clipFromFiles(['clip.gguf'], 'sd3', files);
    expect(contents(clip.clipL!.weights)).toEqual(contents(clipL));
  });
});

test.each(formats)('FLUX.1 with text encoders and VAE in one .%s', (format) => {
  const below = (path: string, prefix: string) =>
    renamed(contents(golden(path)), (name) => prefix + name);
  const path = FORMATS[format]('all', {
    ...renamed(contents(golden('single_file/flux_schnell_transformer.safetensors')), (name) =>
      name.startsWith('model.') ? name : `model.diffusion_model.${name}`,
    ),
    ...below('models/flux-dev/text_encoder', 'text_encoders.clip_l.transformer.'),
    ...below('models/flux-dev/text_encoder_2', 'text_encoders.t5xxl.transformer.'),
    ...below('single_file/flux_ae.safetensors', 'vae.'),
  });
  const source = openWeights(path);
  const config = golden('models/flux-schnell/transformer').config ?? {};
  expect(contents(transformerOf(source, config).weights)).toEqual(
    contents(golden('models/flux-schnell/transformer')),
  );
  const clip = clipFromFiles([basename(path)], 'flux', files);
  expect(contents(clip.clipL!.weights)).toEqual(contents(golden('models/flux-dev/text_encoder')));
  expect(contents(clip.t5!.weights)).toEqual(contents(golden('models/flux-dev/text_encoder_2')));
  const vae = vaeAsDiffusers(subSource(source, 'vae.'));
  expect(contents(vae)).toEqual(contents(golden('models/flux-dev/vae')));
});

test.each(formats)('models of others are refused by name in .%s', (format) => {
  const one = { data: Float32Array.of(1), shape: [1] };
  for (const [tensor, what] of [
    ['label_emb.0.0.weight', 'SDXL'],
    ['input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight', 'Stable Diffusion 1 or 2'],
    ['blocks.0.cross_attn.norm_k.weight', 'Wan'],
    ['transformer_blocks.0.img_mlp.net.2.weight', 'Qwen-Image'],
    ['double_stream_modulation_img.lin.weight', 'FLUX.2, which is not supported yet'],
    ['distilled_guidance_layer.norms.0.scale', 'Chroma'],
    ['redux_up.weight', 'FLUX.1 Redux, which adapts pictures to FLUX.1'],
    ['transformer.resblocks.0.ln_1.weight', 'an OpenCLIP text encoder in its original layout'],
    ['model.layers.0.self_attn.q_proj.weight', 'a language model'],
    ['blk.0.attn_q.weight', 'a language model, not a diffusion transformer'],
    ['net.blocks.0.adaln_modulation_self_attn.1.weight', 'Cosmos'],
    ['ip_adapter.1.to_k_ip.weight', 'an IP-Adapter'],
    ['emb_params', 'a textual inversion embedding'],
    ['decoder.middle.0.residual.0.gamma', 'the VAE of Wan or Qwen-Image'],
    ['body.0.rdb1.conv1.weight', 'an upscale model'],
  ] as const) {
    const path = FORMATS[format]('other', { [tensor]: one });
    expect(() => openTransformer(path)).toThrow(`is ${what}.`);
    expect(() => openTransformer(path)).toThrow(
      expect.objectContaining({ cure: expect.stringContaining('This loader needs') }),
    );
  }
});
