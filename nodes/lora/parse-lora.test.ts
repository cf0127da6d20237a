import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import { f32, writeSafetensors, type Written } from '../networks/weights/safetensors.fixture.ts';
import {
  clipWeights as clipL,
  deltas,
  factor,
  fluxWeights as flux,
  golden as lora,
  pair,
  sd3Weights as transformer,
  t5Weights as t5,
  written,
} from './lora.fixture.ts';
import { matchLora } from './match-lora.ts';
import { openLora } from './open-lora.ts';
import { parseLora } from './parse-lora.ts';

const peft = lora('sd35m_peft/pytorch_lora_weights.safetensors');

test('a Kohya file with fused projections changes what its PEFT form changes', () => {
  const kohya = deltas(parseLora(lora('sd35m_kohya.safetensors'), 'transformer', transformer));
  const same = deltas(
    parseLora(lora('sd35m_kohya_as_peft.safetensors'), 'transformer', transformer),
  );
  expect([...kohya.keys()].toSorted()).toEqual([...same.keys()].toSorted());
  const worst = [...same].map(([module, values]) =>
    Math.max(...values.map((value, i) => Math.abs(value - (kohya.get(module)?.[i] ?? NaN)))),
  );
  expect(Math.max(...worst)).toBeLessThan(1e-6);
});

describe('scale', () => {
  const scales = (branches: readonly LowRank[]) => [...new Set(branches.map(({ scale }) => scale))];

  test('is alpha over rank of the header’s PEFT config, a network each', () => {
    expect(scales(parseLora(peft, 'transformer', transformer))).toEqual([10 / 4]);
    expect(scales(parseLora(peft, 'text_encoder', clipL))).toEqual([1]);
  });

  test('is 1 where nothing gives an alpha', () => {
    const taca = lora('taca_style_sd35m/pytorch_lora_weights.safetensors');
    expect(scales(parseLora(taca, 'transformer', transformer))).toEqual([1]);
  });

  test('is a layer’s own alpha before the header’s', () => {
    const source = written(
      { ...pair('transformer.proj_out'), 'transformer.proj_out.alpha': f32([6], []) },
      { lora_adapter_metadata: '{"transformer.lora_alpha": 10}' },
    );
    expect(scales(parseLora(source, 'transformer', transformer))).toEqual([3]);
  });

  test('of rank-stabilised LoRA is over the root of the rank', () => {
    const metadata = '{"transformer.lora_alpha": 8, "transformer.use_rslora": true}';
    const source = written(pair('transformer.proj_out', factor(4, 64), factor(64, 4)), {
      lora_adapter_metadata: metadata,
    });
    expect(scales(parseLora(source, 'transformer', transformer))).toEqual([4]);
  });

  test('is that of the config that PEFT keeps beside its own file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'peft-'));
    const path = join(folder, 'adapter_model.safetensors');
    writeSafetensors(path, pair('base_model.model.proj_out'));
    const bare = openLora(path);
    expect(scales(parseLora(bare, 'transformer', transformer))).toEqual([1]);
    writeFileSync(join(folder, 'adapter_config.json'), '{"lora_alpha": 6, "r": 2}');
    const told = openLora(path);
    expect(scales(parseLora(told, 'transformer', transformer))).toEqual([3]);
    expect(told.identity).not.toBe(bare.identity);
    rmSync(folder, { recursive: true });
  });

  test('follows alpha patterns', () => {
    const metadata = '{"transformer.lora_alpha": 2, "transformer.alpha_pattern": {"attn.to_q": 4}}';
    const source = written(pair('transformer.transformer_blocks.0.attn.to_q'), {
      lora_adapter_metadata: metadata,
    });
    expect(scales(parseLora(source, 'transformer', transformer))).toEqual([2]);
  });
});

describe('matching', () => {
  test('leaves text encoder keys alone when only the transformer is asked for', () => {
    expect(matchLora(peft, { transformer })).toBeNull();
  });

  test('names up to five unknown keys and counts them', () => {
    const unknown = Array.from({ length: 3 }, (_, i) => pair(`transformer.elsewhere.${i}`));
    const source = written(Object.assign(pair('transformer.proj_out'), ...unknown));
    expect(matchLora(source, { transformer })).toBe(
      '6 of 8 LoRA keys match nothing and have no effect: transformer.elsewhere.0.lora_A.weight, transformer.elsewhere.0.lora_B.weight, transformer.elsewhere.1.lora_A.weight, transformer.elsewhere.1.lora_B.weight, transformer.elsewhere.2.lora_A.weight, …',
    );
  });

  test.each([
    ['flux_dev_kohya.safetensors', 'FLUX.1', transformer],
    ['flux_dev_peft_alpha.safetensors', 'FLUX.1', transformer],
    ['sd35m_kohya.safetensors', 'SD3 or SD3.5', flux],
    ['sd35m_peft/pytorch_lora_weights.safetensors', 'SD3 or SD3.5', flux],
  ])('refuses %s, which is for %s, on the other', (name, model, transformer) => {
    const networks = { transformer, text_encoder: clipL };
    expect(() => matchLora(lora(name), networks)).toThrow(`it is a LoRA for ${model}.`);
  });

  test.each([
    'flux_dev_kohya.safetensors',
    'flux_dev_peft_alpha.safetensors',
    'taca_style_flux-dev/pytorch_lora_weights.safetensors',
  ])('finds a layer for every key of %s on FLUX', (name) => {
    expect(matchLora(lora(name), { transformer: flux, text_encoder: clipL })).toBeNull();
  });

  test('tells by its width what a LoRA is for whose names fit both families', () => {
    const base = 'transformer.transformer_blocks.0.attn.to_q';
    const source = written(pair(base, factor(2, 1536), factor(1536, 2)));
    expect(() => matchLora(source, { transformer: flux })).toThrow(/those of SD3 medium/);
  });

  test.each(['text_encoder_2.encoder', 'text_encoder_3.encoder', 't5.encoder', 'lora_te2_encoder'])(
    '%s is T5’s',
    (start) => {
      const dotted = '.block.0.layer.0.SelfAttention.q';
      const base = start + (start.includes('.') ? dotted : dotted.replaceAll('.', '_'));
      const source = written(pair(base, factor(2, 64), factor(48, 2)));
      expect(matchLora(source, { text_encoder_3: t5 })).toBeNull();
    },
  );

  test.each([
    [
      'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k',
      768,
      'Stable Diffusion 1',
    ],
    ['lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k', 2048, 'SDXL'],
    ['diffusion_model.blocks.3.cross_attn.k', 5120, 'Wan'],
    ['diffusion_model.double_blocks.3.img_attn_qkv', 3072, 'HunyuanVideo'],
    ['transformer.transformer_blocks.3.img_mlp.net.2', 3072, 'Qwen-Image'],
    ['transformer.single_transformer_blocks.3.attn.to_qkv_mlp_proj', 6144, 'FLUX.2'],
  ])('tells of %s, %i wide, that it is for %s', (base, width, model) => {
    const source = written(pair(base, factor(2, width), factor(64, 2)));
    expect(() => matchLora(source, { transformer: flux })).toThrow(`a LoRA for ${model}.`);
  });

  test('refuses an SDXL LoRA by name', () => {
    const source = written(pair('lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q'));
    expect(() => matchLora(source, { transformer })).toThrow(/0 of 2 keys .* LoRA for SDXL/);
  });

  test('refuses a text encoder LoRA on a transformer alone', () => {
    const source = written(pair('lora_te1_text_model_encoder_layers_0_mlp_fc1'));
    expect(() => matchLora(source, { transformer })).toThrow(/0 of 2 keys/);
  });

  test('refuses what is no LoRA', () => {
    expect(() => matchLora(transformer, { transformer })).toThrow(
      /holds no LoRA: it is a checkpoint/,
    );
  });
});

describe('bad factors are refused:', () => {
  const base = 'transformer.proj_out';
  const code = (tensors: Record<string, Written>, metadata?: Record<string, string>) => {
    try {
      parseLora(written(tensors, metadata), 'transformer', transformer);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'accepted';
  };

  test.each<[string, string, Record<string, Written>]>([
    ['ranks that differ', 'lora_rank', pair(base, factor(2, 64), factor(64, 3))],
    ['another width', 'lora_shape', pair(base, factor(2, 48), factor(64, 2))],
    ['no up', 'lora_incomplete', { [`${base}.lora_A.weight`]: factor(2, 64) }],
    ['alpha NaN', 'lora_alpha', { ...pair(base), [`${base}.alpha`]: f32([NaN], []) }],
    ['a weight NaN', 'lora_not_finite', pair(base, factor(2, 64, NaN))],
    ['DoRA', 'lora_unsupported', { ...pair(base), [`${base}.dora_scale`]: factor(64, 1) }],
    [
      'PEFT’s DoRA',
      'lora_unsupported',
      { ...pair(base), [`${base}.lora_magnitude_vector`]: factor(64, 1) },
    ],
    ['LoHa', 'lora_unsupported', { [`${base}.hada_w1_a`]: factor(2, 64) }],
    ['LoKr', 'lora_unsupported', { [`${base}.lokr_w1`]: factor(2, 64) }],
    ['a bias', 'lora_unsupported', { ...pair(base), [`${base}.lora_B.bias`]: factor(64, 1) }],
    [
      'a control LoRA',
      'lora_unsupported',
      pair('img_in', f32(Array(128).fill(0), [1, 128]), factor(64, 1)),
    ],
    ['OFT', 'lora_unsupported', { [`${base}.oft_blocks`]: factor(2, 64) }],
    ['weight differences', 'lora_unsupported', { [`${base}.diff`]: factor(2, 64) }],
    [
      'a convolution',
      'lora_unsupported',
      pair(base, f32(Array(9).fill(0), [1, 1, 3, 3]), f32([0], [1, 1, 1, 1])),
    ],
  ])('%s', (_, expected, tensors) => {
    expect(code(tensors)).toBe(expected);
  });

  test('alphas in a broken header', () => {
    expect(code(pair(base), { lora_adapter_metadata: '{' })).toBe('lora_metadata');
  });

  test('a 1 x 1 convolution is a linear layer', () => {
    const down = f32(Array(128).fill(0), [2, 64, 1, 1]);
    expect(code(pair(base, down, f32(Array(128).fill(0), [64, 2, 1, 1])))).toBe('accepted');
  });
});
