import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeAll } from '../networks/weights/decode-rows.ts';
import { readJsonFile } from '../networks/weights/json-file.ts';
import { fluxAsDiffusers } from '../networks/weights/layouts/flux-original.ts';
import { f32 } from '../networks/weights/safetensors.fixture.ts';
import type { StoredTensor, WeightSource } from '../networks/weights/weight-source.ts';
import {
  clipWeights as clipL,
  factor,
  fluxWeights as flux,
  pair,
  rowNumbers,
  sd3Weights as transformer,
  written,
} from './lora.fixture.ts';
import { matchLora } from './match-lora.ts';
import { parseLora } from './parse-lora.ts';

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
      'diffusers’ attention processors',
      'transformer_blocks.0.attn.processor.to_q_lora.down.weight',
      'transformer_blocks.0.attn.processor.to_q_lora.up.weight',
    ],
    [
      'another adapter of PEFT',
      'transformer.transformer_blocks.0.attn.to_q.lora_A.style.weight',
      'transformer.transformer_blocks.0.attn.to_q.lora_B.style.weight',
    ],
    [
      'ComfyUI with diffusers’ layers',
      'diffusion_model.transformer_blocks.0.attn.to_q.lora_A.weight',
      'diffusion_model.transformer_blocks.0.attn.to_q.lora_B.weight',
    ],
    [
      'a cut fused projection',
      'transformer.joint_blocks.0.x_block.attn.qkv.0.lora_A.weight',
      'transformer.joint_blocks.0.x_block.attn.qkv.0.lora_B.weight',
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
    expect(branches.map(({ module, b }) => [module.slice(21), decodeAll(b)[0]])).toEqual([
      ['attn.add_q_proj', 0],
      ['attn.add_k_proj', 128],
      ['attn.add_v_proj', 256],
    ]);
  });

  test('of FLUX’s single blocks are split to q, k, v and the MLP', () => {
    const up = rowNumbers(336);
    const source = written({
      'lora_unet_single_blocks_1_linear1.lora_down.weight': factor(1, 48),
      'lora_unet_single_blocks_1_linear1.lora_up.weight': up,
    });
    const branches = parseLora(source, 'transformer', flux);
    expect(
      branches.map(({ module, b }) => [module.slice(28), decodeAll(b)[0], b.shape[0]]),
    ).toEqual([
      ['attn.to_q', 0, 48],
      ['attn.to_k', 48, 48],
      ['attn.to_v', 96, 48],
      ['proj_mlp', 144, 192],
    ]);
  });

  test('of the original output layer get their halves swapped', () => {
    const up = rowNumbers(128);
    const base = 'lora_unet_final_layer_adaLN_modulation_1';
    const source = written({
      [`${base}.lora_down.weight`]: factor(1, 64),
      [`${base}.lora_up.weight`]: up,
    });
    const [branch] = parseLora(source, 'transformer', transformer);
    expect(branch?.module).toBe('norm_out.linear');
    const rows = branch && decodeAll(branch.b);
    expect([rows?.[0], rows?.[64]]).toEqual([64, 0]);
  });

  test.each(['text_encoder.', 'text_encoders.clip_l.transformer.', 'clip_l.'])(
    '%s is CLIP-L’s',
    (prefix) => {
      const base = `${prefix}text_model.encoder.layers.0.self_attn.q_proj`;
      const source = written(pair(base, factor(2, 16), factor(16, 2)));
      expect(parseLora(source, 'text_encoder', clipL)).toHaveLength(1);
    },
  );

  test('lora_te1_ is CLIP-L’s', () => {
    const base = 'lora_te1_text_model_encoder_layers_0_self_attn_q_proj';
    const source = written(pair(base, factor(2, 16), factor(16, 2)));
    expect(parseLora(source, 'text_encoder', clipL)).toHaveLength(1);
  });

  test('of diffusers’ fused projections are split to q, k and v', () => {
    const up = rowNumbers(192);
    const source = written(
      pair('transformer.transformer_blocks.0.attn.to_added_qkv', factor(1, 64), up),
    );
    const branches = parseLora(source, 'transformer', transformer);
    expect(branches.map(({ module, b }) => [module.slice(21), decodeAll(b)[0]])).toEqual([
      ['attn.add_q_proj', 0],
      ['attn.add_k_proj', 64],
      ['attn.add_v_proj', 128],
    ]);
  });
});

describe('what diffusers’ own converters make', () => {
  interface Reference {
    /** [out, in] of FLUX.1's layers by its makers' names. */
    readonly model: Readonly<Record<string, readonly [number, number]>>;
    readonly files: Readonly<Record<string, Converted>>;
  }
  interface Converted {
    readonly file: Readonly<Record<string, readonly [number, number]>>;
    /** Of every layer, which rows of the file's factor are its: first and count of each run. */
    readonly layers: Readonly<Record<string, readonly (readonly [number, number])[]>>;
  }
  const reference = readJsonFile(
    join(import.meta.dirname, '../../tests/goldens/lora_names.json'),
  ) as unknown as Reference;
  const { model, files } = reference;

  test.each(Object.keys(files))('of a file by %s is what its names mean here', (name) => {
    const { file, layers } = files[name] as Converted;
    const source = written(
      Object.fromEntries(
        Object.entries(file).map(([key, [rows, columns]]) => [
          key,
          columns === 1 ? rowNumbers(rows) : factor(rows, columns, 1),
        ]),
      ),
    );
    const network = emptyFlux(model);
    expect(matchLora(source, { transformer: network })).toBeNull();
    const found = parseLora(source, 'transformer', network);
    const rows = found.map(({ module, b }) => [module, runs(decodeAll(b))]);
    expect(Object.fromEntries(rows)).toEqual(layers);
  });
});

/** A FLUX.1 transformer that is all names and shapes, of two blocks of each kind. */
function emptyFlux(model: Readonly<Record<string, readonly [number, number]>>): WeightSource {
  const layers = Object.entries(model).flatMap(([layer, shape]) =>
    [...new Set([layer, layer.replace('blocks.1.', 'blocks.0.')])].map(
      (name) => [name, shape] as const,
    ),
  );
  const tensors = layers.map(([layer, shape]): [string, StoredTensor] => {
    const name = `${layer}.weight`;
    const spans = [{ offset: 0, length: 4 * shape[0] * shape[1] }];
    return [name, { name, type: 'F32', shape, file: '', spans }];
  });
  return fluxAsDiffusers({
    label: 'FLUX.1',
    identity: '',
    files: [],
    tensors: new Map(tensors),
    metadata: {},
    config: null,
  });
}

function runs(numbers: Float32Array): [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && number === last[0] + last[1]) last[1]++;
    else found.push([number, 1]);
  }
  return found;
}
