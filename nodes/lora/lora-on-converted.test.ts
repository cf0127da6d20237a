import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { waves } from '../networks/mmdit/network.fixture.ts';
import type { Sd3Config } from '../networks/mmdit/sd3-config.ts';
import { openSd3 } from '../networks/mmdit/sd3-network.ts';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { prepare } from '../networks/weights/prepare/prepare.ts';
import type { WeightSource } from '../networks/weights/weight-source.ts';
import { cpu } from '../runtime/device.ts';
import { factor, golden, pair, written } from './lora.fixture.ts';
import { matchLora } from './match-lora.ts';
import { parseLora } from './parse-lora.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens');
const dir = mkdtempSync(join(tmpdir(), 'converted-'));
afterAll(() => rmSync(dir, { recursive: true }));

const opened = openTransformer(join(goldens, 'data/models/sd35m/transformer'));
const config = opened.config as Sd3Config;
const branches = parseLora(golden('sd35m_kohya.safetensors'), 'transformer', opened.weights);

async function velocity(weights: WeightSource, loras: readonly (readonly LowRank[])[]) {
  const network = await openSd3({ weights, config, loras }, cpu);
  const { data } = await network.predict({
    latent: waves(1, config.inChannels, 6, 10),
    timestep: new Float32Array([600]),
    text: waves(1, 7, config.jointDim),
    pooled: waves(1, config.pooledDim),
    gamma: null,
    strengths: loras.map(() => 1),
  });
  await network.dispose();
  return data;
}

/** What a LoRA changes. */
async function change(weights: WeightSource): Promise<number[]> {
  const plain = await velocity(weights, []);
  const changed = await velocity(weights, [branches]);
  return [...changed].map((value, i) => value - (plain[i] ?? NaN));
}

test.each(['int8', 'int4', 'w8a8'] as const)(
  'a LoRA changes a network of %s as the one that it was converted from',
  async (precision) => {
    const converted = await prepare(opened.weights, precision, { dir, scaleType: 'F32' });
    expect(converted).not.toBe(opened.weights);
    const [found, expected] = [await change(converted), await change(opened.weights)];
    const length = (values: readonly number[]) => Math.hypot(...values);
    const error = length(found.map((value, i) => value - (expected[i] ?? NaN)));
    expect(error / length(expected)).toBeLessThan(0.2);
  },
);

test('a LoRA of fused projections finds the layers of a GGUF file', () => {
  const { weights } = openTransformer(join(goldens, 'stored/flux_blocks.gguf'), {
    axes_dims_rope: [8, 12, 12],
  });
  const [width = 0] = weights.tensors.get('transformer_blocks.0.attn.to_q.weight')?.shape ?? [];
  const base = 'lora_unet_double_blocks_0_img_attn_qkv';
  const source = written(pair(base, factor(2, width), factor(3 * width, 2)));
  expect(matchLora(source, { transformer: weights })).toBeNull();
  expect(parseLora(source, 'transformer', weights)).toHaveLength(3);
});
