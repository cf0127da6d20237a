import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { f32, writeSafetensors, type Written } from '../networks/weights/safetensors.fixture.ts';
import { dim } from '../tensor.ts';
import { matchLora } from './match-lora.ts';
import { parseLora } from './parse-lora.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data');
const lora = (name: string) => openSafetensors(join(goldens, 'lora', name));
const transformer = openTransformer(join(goldens, 'models/sd35m/transformer')).weights;
const flux = openTransformer(join(goldens, 'models/flux-dev/transformer')).weights;
const t5 = openWeights(join(goldens, 'models/flux-dev/text_encoder_2'));
const clipL = openWeights(join(goldens, 'models/sd35m/text_encoder'));
const peft = lora('sd35m_peft/pytorch_lora_weights.safetensors');

const dir = mkdtempSync(join(tmpdir(), 'lora-'));
afterAll(() => rmSync(dir, { recursive: true }));
const written = (tensors: Record<string, Written>, metadata?: Record<string, string>) =>
  openSafetensors(writeSafetensors(join(dir, 'lora.safetensors'), tensors, metadata));

/** Factors of rank 2 for a layer of 64 to 64. */
const factor = (rows: number, columns: number, value = 0.5) =>
  f32(Array(rows * columns).fill(value), [rows, columns]);
const pair = (base: string, down = factor(2, 64), up = factor(64, 2)) => ({
  [`${base}.lora_A.weight`]: down,
  [`${base}.lora_B.weight`]: up,
});

/** scale * b a, row-major. */
function delta({ a, b, scale }: LowRank): number[] {
  const [rank, into, out] = [dim(a, 0), dim(a, 1), dim(b, 0)];
  return Array.from({ length: out * into }, (_, i) => {
    const [row, column] = [Math.floor(i / into), i % into];
    let sum = 0;
    for (let r = 0; r < rank; r++) {
      sum += (b.data[row * rank + r] ?? NaN) * (a.data[r * into + column] ?? NaN);
    }
    return Math.fround(scale * sum);
  });
}

function deltas(branches: readonly LowRank[]): Map<string, number[]> {
  return new Map(branches.map((branch) => [branch.module, delta(branch)]));
}

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

  test('follows alpha patterns', () => {
    const metadata = '{"transformer.lora_alpha": 2, "transformer.alpha_pattern": {"attn.to_q": 4}}';
    const source = written(pair('transformer.transformer_blocks.0.attn.to_q'), {
      lora_adapter_metadata: metadata,
    });
    expect(scales(parseLora(source, 'transformer', transformer))).toEqual([2]);
  });
});

describe('names', () => {
  test.each([
    [
      'PEFT',
      'transformer.transformer_blocks.0.attn.to_q.lora_A.weight',
      'transformer.transformer_blocks.0.attn.to_q.lora_B.weight',
    ],
    [
      'PEFT without the network',
      'transformer_blocks.0.attn.to_q.lora_A.weight',
      'transformer_blocks.0.attn.to_q.lora_B.weight',
    ],
    [
      'PEFT’s own saving',
      'base_model.model.transformer_blocks.0.attn.to_q.lora_A.default.weight',
      'base_model.model.transformer_blocks.0.attn.to_q.lora_B.default.weight',
    ],
    [
      'PEFT without .weight',
      'transformer.transformer_blocks.0.attn.to_q.lora_A',
      'transformer.transformer_blocks.0.attn.to_q.lora_B',
    ],
    [
      'diffusers',
      'transformer.transformer_blocks.0.attn.to_q.lora.down.weight',
      'transformer.transformer_blocks.0.attn.to_q.lora.up.weight',
    ],
    [
      'diffusers, older',
      'transformer.transformer_blocks.0.attn.to_q_lora.down.weight',
      'transformer.transformer_blocks.0.attn.to_q_lora.up.weight',
    ],
    [
      'diffusers, linear layer',
      'transformer.transformer_blocks.0.attn.to_q.lora_linear_layer.down.weight',
      'transformer.transformer_blocks.0.attn.to_q.lora_linear_layer.up.weight',
    ],
    [
      'OneTrainer',
      'lora_transformer_transformer_blocks_0_attn_to_q.lora_down.weight',
      'lora_transformer_transformer_blocks_0_attn_to_q.lora_up.weight',
    ],
    [
      'LyCORIS',
      'lycoris_transformer_blocks_0_attn_to_q.lora_down.weight',
      'lycoris_transformer_blocks_0_attn_to_q.lora_up.weight',
    ],
  ])('of %s are understood', (_, down, up) => {
    const source = written({ [down]: factor(2, 64), [up]: factor(64, 2) });
    const branches = parseLora(source, 'transformer', transformer);
    expect(branches.map(({ module }) => module)).toEqual(['transformer_blocks.0.attn.to_q']);
    expect(matchLora(source, { transformer })).toBeNull();
  });

  test('of the original layout are split to q, k and v', () => {
    const base = 'diffusion_model.joint_blocks.1.context_block.attn.qkv';
    const up = f32(
      Array.from({ length: 384 }, (_, i) => i),
      [192, 2],
    );
    const source = written(pair(base, factor(2, 64), up));
    const branches = parseLora(source, 'transformer', transformer);
    expect(branches.map(({ module, b }) => [module.slice(21), b.data[0]])).toEqual([
      ['attn.add_q_proj', 0],
      ['attn.add_k_proj', 128],
      ['attn.add_v_proj', 256],
    ]);
  });

  test('of FLUX’s single blocks are split to q, k, v and the MLP', () => {
    const up = f32(
      Array.from({ length: 336 }, (_, i) => i),
      [336, 1],
    );
    const source = written({
      'lora_unet_single_blocks_1_linear1.lora_down.weight': factor(1, 48),
      'lora_unet_single_blocks_1_linear1.lora_up.weight': up,
    });
    const branches = parseLora(source, 'transformer', flux);
    expect(branches.map(({ module, b }) => [module.slice(28), b.data[0], dim(b, 0)])).toEqual([
      ['attn.to_q', 0, 48],
      ['attn.to_k', 48, 48],
      ['attn.to_v', 96, 48],
      ['proj_mlp', 144, 192],
    ]);
  });

  test('of the original output layer get their halves swapped', () => {
    const up = f32(
      Array.from({ length: 128 }, (_, i) => i),
      [128, 1],
    );
    const base = 'lora_unet_final_layer_adaLN_modulation_1';
    const source = written({
      [`${base}.lora_down.weight`]: factor(1, 64),
      [`${base}.lora_up.weight`]: up,
    });
    const [branch] = parseLora(source, 'transformer', transformer);
    expect(branch?.module).toBe('norm_out.linear');
    expect([branch?.b.data[0], branch?.b.data[64]]).toEqual([64, 0]);
  });

  test.each(['text_encoder.', 'text_encoders.clip_l.transformer.'])('%s is CLIP-L’s', (prefix) => {
    const base = `${prefix}text_model.encoder.layers.0.self_attn.q_proj`;
    const source = written(pair(base, factor(2, 16), factor(16, 2)));
    expect(parseLora(source, 'text_encoder', clipL)).toHaveLength(1);
  });

  test('lora_te1_ is CLIP-L’s', () => {
    const base = 'lora_te1_text_model_encoder_layers_0_self_attn_q_proj';
    const source = written(pair(base, factor(2, 16), factor(16, 2)));
    expect(parseLora(source, 'text_encoder', clipL)).toHaveLength(1);
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

  test.each(['text_encoder_2.encoder', 'text_encoder_3.encoder', 'lora_te2_encoder'])(
    '%s is T5’s',
    (start) => {
      const dotted = '.block.0.layer.0.SelfAttention.q';
      const base = start + (start.includes('.') ? dotted : dotted.replaceAll('.', '_'));
      const source = written(pair(base, factor(2, 64), factor(48, 2)));
      expect(matchLora(source, { text_encoder_3: t5 })).toBeNull();
    },
  );

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
    [
      'XLabs’ form',
      'lora_unsupported',
      { 'double_blocks.0.processor.qkv_lora1.down.weight': factor(2, 64) },
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
