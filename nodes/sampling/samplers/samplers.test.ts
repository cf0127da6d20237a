import { describe, expect, test } from 'vitest';
import { TorchGenerator } from '../random/torch-generator.ts';
import type { Denoiser, SamplerRun } from '../sampler.ts';
import type { Tensor } from '../../tensor.ts';
import { dpm2Ancestral } from './dpm-2.ts';
import { dpmSolverMultistep } from './dpm-solver-multistep.ts';
import { dpmpp2sAncestral } from './dpmpp-2s-ancestral.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { samplerByName, samplerNames, type SamplerName } from './index.ts';
import { rectifiedFlow } from './process.ts';

/** Pictures of one number each, normally distributed: the best prediction and the path of the ODE are known exactly. */
const MEAN = 0.7;
const DEVIATION = 0.5;
const spread = (sigma: number) => Math.hypot((1 - sigma) * DEVIATION, sigma);
const predict: Denoiser = async (x, sigma) => {
  const gain = ((1 - sigma) * DEVIATION ** 2) / spread(sigma) ** 2;
  return { data: x.data.map((v) => MEAN + gain * (v - (1 - sigma) * MEAN)), shape: x.shape };
};
const onPath = (z: number, sigma: number) => (1 - sigma) * MEAN + spread(sigma) * z;

const vector = (data: Float32Array): Tensor => ({ data, shape: [1, 1, 1, data.length] });
const falling = (from: number, to: number, steps: number) =>
  Float32Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);

function runOf(x: Float32Array, sigmas: Float32Array): SamplerRun {
  return {
    denoise: predict,
    x: vector(x),
    sigmas,
    seed: 5n,
    sampling: { shift: 3, multiplier: 1000 },
    afterStep: async () => {},
  };
}

type Method = (run: SamplerRun) => Promise<Tensor>;
const named = (name: SamplerName): Method => samplerByName(name).sample;
const flowOde = { process: rectifiedFlow, eta: 0 } as const;

const START = 0.9;
const END = 0.2;
async function errorAt(method: Method, steps: number): Promise<number> {
  const z = [-1.3, -0.2, 0.4, 1.7];
  const x = Float32Array.from(z, (v) => onPath(v, START));
  const { data } = await method(runOf(x, falling(START, END, steps)));
  return Math.max(...z.map((v, i) => Math.abs((data[i] as number) - onPath(v, END))));
}

describe('solvers on an ODE with a known solution', () => {
  const orders: [string, number, Method][] = [
    ['euler', 1, named('euler')],
    ['ddim', 1, named('ddim')],
    ['heun', 2, named('heun')],
    ['dpm_2', 2, named('dpm_2')],
    ['lms', 2, named('lms')],
    ['dpmpp_2m', 2, named('dpmpp_2m')],
    ['res_multistep', 2, named('res_multistep')],
    ['uni_pc', 2, named('uni_pc')],
    ['uni_pc_bh2', 2, named('uni_pc_bh2')],
    ['euler_ancestral at eta 0', 1, (run) => eulerAncestral(run, 0)],
    ['dpm_2_ancestral at eta 0', 2, (run) => dpm2Ancestral(run, 0)],
    ['dpmpp_2s_ancestral at eta 0', 2, (run) => dpmpp2sAncestral(run, 0)],
    [
      'dpmpp_2m_sde at eta 0',
      2,
      (run) => dpmSolverMultistep(run, { ...flowOde, order: 2, secondOrder: 'midpoint' }),
    ],
    [
      'dpmpp_2m_sde_heun at eta 0',
      2,
      (run) => dpmSolverMultistep(run, { ...flowOde, order: 2, secondOrder: 'exact' }),
    ],
    [
      'dpmpp_3m_sde at eta 0',
      3,
      (run) => dpmSolverMultistep(run, { ...flowOde, order: 3, secondOrder: 'exact' }),
    ],
  ];
  test.each(orders)('%s converges with order %d', async (_name, order, method) => {
    const [coarse, fine] = [await errorAt(method, 20), await errorAt(method, 40)];
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.3);
  });
});

describe('samplers with noise', () => {
  const stochastic: SamplerName[] = [
    'euler_ancestral',
    'dpm_2_ancestral',
    'dpmpp_2s_ancestral',
    'dpmpp_2m_sde',
    'dpmpp_2m_sde_heun',
    'dpmpp_3m_sde',
  ];
  test.each(stochastic)('%s keeps the distribution of the pictures', async (name) => {
    const noise = new TorchGenerator(1n).normal(6000);
    const { data } = await named(name)(runOf(noise, falling(1, 0, 50)));
    const mean = data.reduce((sum, v) => sum + v, 0) / data.length;
    const variance = data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length;
    expect(Math.abs(mean - MEAN)).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(variance) / DEVIATION - 1)).toBeLessThan(0.08);
  });

  test.each([...stochastic, 'lcm' as const])(
    '%s gives the same for the same seed only',
    async (name) => {
      const run = runOf(new TorchGenerator(1n).normal(16), falling(1, 0, 6));
      const [first, again] = [await named(name)(run), await named(name)(run)];
      const other = await named(name)({ ...run, seed: 6n });
      expect(again.data).toEqual(first.data);
      expect(other.data).not.toEqual(first.data);
    },
  );
});

describe('every sampler', () => {
  test.each(samplerNames)(
    '%s goes from pure noise to 0 with finite numbers, leaving its input as it was',
    async (name) => {
      for (const steps of [1, 2, 3, 9]) {
        const noise = new TorchGenerator(2n).normal(32);
        const before = noise.slice();
        const reported: number[] = [];
        const { data } = await named(name)({
          ...runOf(noise, falling(1, 0, steps)),
          async afterStep(step) {
            reported.push(step);
          },
        });
        expect(data.every(Number.isFinite)).toBe(true);
        expect(noise).toEqual(before);
        expect(reported).toEqual(Array.from({ length: steps }, (_, i) => i));
      }
    },
  );

  test.each(samplerNames)('%s returns a picture that it is certain of', async (name) => {
    const picture = Float32Array.from([0.5, -2, 1]);
    const { data } = await named(name)({
      ...runOf(new TorchGenerator(3n).normal(3), falling(1, 0, 8)),
      denoise: async () => vector(picture.slice()),
    });
    data.forEach((value, i) => expect(value).toBeCloseTo(picture[i] as number, 2));
  });
});
