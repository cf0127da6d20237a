import { describe, expect, test } from 'vitest';
import { f32, type Written } from '../networks/weights/safetensors.fixture.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import { deltas, fluxWeights as flux, written } from './lora.fixture.ts';
import { matchLora } from './match-lora.ts';
import { parseLora } from './parse-lora.ts';

describe('one LoRA in every format', () => {
  const RANK = 3;
  const ALPHA = 1.5;
  /** Its layers by the makers' names, with those that share the rows. */
  const LAYERS: readonly (readonly [string, readonly (readonly [string, number])[], number])[] = [
    [
      'double_blocks.0.img_attn.qkv',
      ['q', 'k', 'v'].map((of) => [`transformer_blocks.0.attn.to_${of}`, 48] as const),
      48,
    ],
    [
      'double_blocks.1.txt_attn.qkv',
      ['q', 'k', 'v'].map((of) => [`transformer_blocks.1.attn.add_${of}_proj`, 48] as const),
      48,
    ],
    ['double_blocks.0.img_mlp.2', [['transformer_blocks.0.ff.net.2', 48]], 192],
    ['double_blocks.1.txt_attn.proj', [['transformer_blocks.1.attn.to_add_out', 48]], 48],
    [
      'single_blocks.1.linear1',
      [
        ['single_transformer_blocks.1.attn.to_q', 48],
        ['single_transformer_blocks.1.attn.to_k', 48],
        ['single_transformer_blocks.1.attn.to_v', 48],
        ['single_transformer_blocks.1.proj_mlp', 192],
      ],
      48,
    ],
    ['single_blocks.0.linear2', [['single_transformer_blocks.0.proj_out', 48]], 240],
  ];

  /** Multiples of 1/64 below 2: exact in every type but fp8. */
  const random = (size: number, seed: number) =>
    Array.from({ length: size }, (_, i) => (((i * 7919 + seed * 104729) % 255) - 127) / 64);

  interface Named {
    readonly name: string;
    readonly down: readonly number[];
    readonly up: readonly number[];
    readonly into: number;
  }
  const fused = LAYERS.map(([name, parts, into], seed): Named => {
    const out = parts.reduce((sum, [, rows]) => sum + rows, 0);
    return { name, into, down: random(RANK * into, seed), up: random(out * RANK, seed + 50) };
  });
  const split = (nameOf: (original: string, module: string, part: number) => string) =>
    LAYERS.flatMap(([original, parts], layer): Named[] => {
      const { down, up, into } = fused[layer] as Named;
      let at = 0;
      return parts.map(([module, rows], part) => {
        const own = up.slice(at, (at += rows * RANK));
        return { name: nameOf(original, module, part), into, down, up: own };
      });
    });
  const flat = (prefix: string) => (name: string) => prefix + name.replaceAll('.', '_');
  const renamed = (layers: readonly Named[], name: (of: string) => string) =>
    layers.map((layer) => ({ ...layer, name: name(layer.name) }));

  type Encode = (values: readonly number[], shape: readonly number[]) => Written;
  const half: Encode = (values, shape) => ({
    dtype: 'F16',
    shape,
    bytes: new Uint8Array(Float16Array.from(values).buffer),
  });
  const brain: Encode = (values, shape) => ({
    dtype: 'BF16',
    shape,
    bytes: new Uint8Array(
      Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (bits) => bits >>> 16)
        .buffer,
    ),
  });

  const file = (
    layers: readonly Named[],
    [down, up]: readonly [string, string],
    { encode = f32, alpha = true }: { encode?: Encode; alpha?: boolean } = {},
  ) => {
    const tensors = layers.flatMap((layer): [string, Written][] => {
      const out = layer.up.length / RANK;
      return [
        [layer.name + down, encode(layer.down, [RANK, layer.into])],
        [layer.name + up, encode(layer.up, [out, RANK])],
        ...(alpha ? [[`${layer.name}.alpha`, encode([ALPHA], [])] as [string, Written]] : []),
      ];
    });
    const told = { lora_adapter_metadata: `{"transformer.lora_alpha": ${ALPHA}}` };
    return written(Object.fromEntries(tensors), alpha ? undefined : told);
  };
  const KOHYA = ['.lora_down.weight', '.lora_up.weight'] as const;
  const PEFT = ['.lora_A.weight', '.lora_B.weight'] as const;
  const modules = split((_, module) => module);
  const expected = () =>
    deltas(parseLora(file(renamed(fused, flat('lora_unet_')), KOHYA), 'transformer', flux));

  test.each<[string, () => WeightSource]>([
    [
      'diffusers',
      () =>
        file(
          renamed(modules, (name) => `transformer.${name}`),
          PEFT,
        ),
    ],
    [
      'diffusers, alpha in the header',
      () =>
        file(
          renamed(modules, (name) => `transformer.${name}`),
          PEFT,
          { alpha: false },
        ),
    ],
    ['diffusers, without its prefix, in bfloat16', () => file(modules, PEFT, { encode: brain })],
    ['diffusers’ older names', () => file(modules, ['.lora.down.weight', '.lora.up.weight'])],
    [
      'PEFT',
      () =>
        file(
          renamed(modules, (name) => `base_model.model.${name}`),
          PEFT,
        ),
    ],
    ['OneTrainer', () => file(renamed(modules, flat('lora_transformer_')), KOHYA)],
    [
      'OneTrainer, with cut projections',
      () => {
        const cut = split((original, _module, part) =>
          /qkv|linear1/.test(original) ? `${original}.${part}` : original,
        );
        return file(
          renamed(cut, (name) => `transformer.${name}`),
          KOHYA,
        );
      },
    ],
    ['SimpleTuner’s LyCORIS', () => file(renamed(modules, flat('lycoris_')), KOHYA)],
    ['Kohya, in float16', () => file(renamed(fused, flat('lora_unet_')), KOHYA, { encode: half })],
    [
      'ComfyUI',
      () =>
        file(
          renamed(fused, (name) => `diffusion_model.${name}`),
          PEFT,
        ),
    ],
    ['the makers', () => file(fused, PEFT)],
  ])('is the same by %s', (_, source) => {
    expect(matchLora(source(), { transformer: flux })).toBeNull();
    const found = deltas(parseLora(source(), 'transformer', flux));
    expect(found.size).toBe(13);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected()));
  });
});
