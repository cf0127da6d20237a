import type { SamplerRun } from '../../../nodes/sampling/sampler.ts';
import { dpm2Ancestral } from '../../../nodes/sampling/samplers/dpm-2.ts';
import {
  dpmSolverMultistep,
  type MultistepOptions,
} from '../../../nodes/sampling/samplers/dpm-solver-multistep.ts';
import { dpmpp2sAncestral } from '../../../nodes/sampling/samplers/dpmpp-2s-ancestral.ts';
import { eulerAncestral } from '../../../nodes/sampling/samplers/euler-ancestral.ts';
import { samplerByName } from '../../../nodes/sampling/samplers/index.ts';
import { rectifiedFlow, varianceExploding } from '../../../nodes/sampling/samplers/process.ts';
import { uniPc } from '../../../nodes/sampling/samplers/uni-pc.ts';
import { map, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenKind } from '../kind.ts';

type Method = (run: SamplerRun) => Promise<Tensor>;

const flowOde: Pick<MultistepOptions, 'process' | 'order' | 'eta'> = {
  process: rectifiedFlow,
  order: 2,
  eta: 0,
};

/**
 * diffusers' flow schedulers and the solver of ours that computes the same. Its DPM++ is the ODE (eta 0) of our
 * dpmpp_2m_sde and dpmpp_2m_sde_heun; its UniPC is ours on the flow's own log SNR. Its third-order DPM++ starts with
 * another second-order step and lowers the order at the end: no sampler of ours, so not here.
 */
const flowMethods: Readonly<Record<string, Method>> = {
  euler: samplerByName('euler').sample,
  heun: samplerByName('heun').sample,
  dpmpp_2m: (run) => dpmSolverMultistep(run, { ...flowOde, secondOrder: 'midpoint' }),
  dpmpp_2m_heun: (run) => dpmSolverMultistep(run, { ...flowOde, secondOrder: 'exact' }),
  unipc_bh2: (run) => uniPc(run, { variant: 'bh2', order: 2, process: rectifiedFlow }),
  unipc_bh2_order3: (run) => uniPc(run, { variant: 'bh2', order: 3, process: rectifiedFlow }),
};

/** k-diffusion's samplers with eta 0; without noise the flow forms of the ancestral ones are the plain ones. */
const kMethods: Readonly<Record<string, Method>> = {
  euler: samplerByName('euler').sample,
  heun: samplerByName('heun').sample,
  dpm_2: samplerByName('dpm_2').sample,
  lms: samplerByName('lms').sample,
  dpmpp_2m: samplerByName('dpmpp_2m').sample,
  euler_ancestral: (run) => eulerAncestral(run, 0),
  dpm_2_ancestral: (run) => dpm2Ancestral(run, 0),
  dpmpp_2s_ancestral: (run) => dpmpp2sAncestral(run, 0, varianceExploding),
};

const sampling = { shift: 3, multiplier: 1000 };

function stack(parts: readonly Float32Array[], shape: readonly number[]): Tensor {
  return { data: Float32Array.from(parts.flatMap((p) => [...p])), shape: [parts.length, ...shape] };
}

/** diffusers' schedulers, on v(x, sigma) = 0.8 tanh x - 0.3 x + 0.5 sin 4 sigma. */
export const flowSamplers: GoldenKind = {
  title: 'samplers on flow levels',
  matches: ({ name, params }) =>
    name.startsWith('sampler_flow_') && String(params['scheduler']) in flowMethods,
  async compute({ params }, { input, expected }) {
    const x = input('x');
    const states: Float32Array[] = [];
    const levels = expected('sigmas').data;
    const final = await (flowMethods[String(params['scheduler'])] as Method)({
      async denoise(at, sigma) {
        states.push(at.data.slice());
        const velocity = (v: number) => 0.8 * Math.tanh(v) - 0.3 * v + 0.5 * Math.sin(4 * sigma);
        return map(at, (v) => v - sigma * velocity(v));
      },
      x,
      sigmas: levels.filter((sigma, i) => sigma !== levels[i - 1]),
      seed: 0n,
      sampling,
      afterStep: async () => {},
    });
    return { x_after_step: stack([...states.slice(1), final.data], x.shape) };
  },
};

/** k-diffusion's samplers, on D(x, s) = x / (1 + s^2) + 0.25 sin(x / (1 + s)) + 0.1 cos s. */
export const kSamplers: GoldenKind = {
  title: 'samplers of k-diffusion',
  matches: ({ name, params }) =>
    name.startsWith('sampler_k_') && String(params['sampler']) in kMethods,
  async compute({ params }, { input }) {
    const x = input('x');
    const states = [x.data.slice()];
    const method = String(params['sampler']);
    const final = await (kMethods[method] as Method)({
      denoise: async (at, s) =>
        map(at, (v) => v / (1 + s ** 2) + 0.25 * Math.sin(v / (1 + s)) + 0.1 * Math.cos(s)),
      x,
      sigmas: input('sigmas').data,
      seed: 0n,
      sampling,
      async afterStep(_step, after) {
        states.push(after.data.slice());
      },
    });
    const x_before_step = stack(states.slice(0, -1), x.shape);
    // ComfyUI's lms ends on the prediction itself where k-diffusion extrapolates.
    return method === 'lms' ? { x_before_step } : { x_before_step, final };
  },
};
