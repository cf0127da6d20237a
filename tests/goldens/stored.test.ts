/** A small FLUX.1 in every kind of quantised file computes what diffusers does of the numbers that it stands for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { FluxConfig } from '../../nodes/networks/mmdit/flux-config.ts';
import { openFlux } from '../../nodes/networks/mmdit/flux-network.ts';
import { openTransformer } from '../../nodes/networks/weights/open-transformer.ts';
import { openWeights } from '../../nodes/networks/weights/open-weights.ts';
import { prepare } from '../../nodes/networks/weights/prepare/prepare.ts';
import { readTensor } from '../../nodes/networks/weights/read-tensor.ts';
import { cpu } from '../../nodes/runtime/device.ts';

const folder = join(import.meta.dirname, 'stored');
const cases = openWeights(join(folder, 'flux_velocity.safetensors'));
const dir = mkdtempSync(join(tmpdir(), 'stored-'));
afterAll(() => rmSync(dir, { recursive: true }));

test.each(['flux_blocks.gguf', 'flux_nf4.safetensors', 'flux_scaled.safetensors'])(
  '%s',
  async (name) => {
    const opened = openTransformer(join(folder, name), { axes_dims_rope: [8, 12, 12] });
    const weights = await prepare(opened.weights, 'fp32', { dir, scaleType: 'F32' });
    const config = opened.config as FluxConfig;
    const network = await openFlux({ weights, config, loras: [] }, cpu);
    const { data } = await network.predict({
      latent: readTensor(cases, 'latent'),
      text: readTensor(cases, 'text'),
      pooled: readTensor(cases, 'pooled'),
      timestep: readTensor(cases, 'timestep').data,
      guidance: [],
      gamma: null,
      strengths: [],
    });
    await network.dispose();
    const expected = readTensor(cases, name).data;
    const scale = Math.max(...expected.map(Math.abs));
    const errors = expected.map((value, i) => Math.abs(value - (data[i] ?? NaN)));
    expect(Math.max(...errors) / scale).toBeLessThan(1e-4);
  },
);
