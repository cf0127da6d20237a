/** The samplers by ComfyUI's names, in its order. */
import type { Sampler, SamplerRun } from '../sampler.ts';
import type { Tensor } from '../../tensor.ts';
import { dpm2, dpm2Ancestral } from './dpm-2.ts';
import { dpmSolverMultistep, type MultistepOptions } from './dpm-solver-multistep.ts';
import { dpmpp2sAncestral } from './dpmpp-2s-ancestral.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import { euler } from './euler.ts';
import { heun } from './heun.ts';
import { lcm } from './lcm.ts';
import { lms } from './lms.ts';
import { rectifiedFlow, varianceExploding } from './process.ts';
import { uniPcSampler } from './uni-pc.ts';

const multistep = (options: MultistepOptions) => (run: SamplerRun) =>
  dpmSolverMultistep(run, options);
const flowSde = { process: rectifiedFlow, eta: 1 };

const methods = {
  euler,
  euler_ancestral: (run) => eulerAncestral(run),
  heun,
  dpm_2: dpm2,
  dpm_2_ancestral: (run) => dpm2Ancestral(run),
  lms,
  dpmpp_2s_ancestral: (run) => dpmpp2sAncestral(run),
  dpmpp_2m: multistep({
    process: varianceExploding,
    order: 2,
    secondOrder: 'midpoint',
    eta: 0,
  }),
  dpmpp_2m_sde: multistep({ ...flowSde, order: 2, secondOrder: 'midpoint' }),
  dpmpp_2m_sde_heun: multistep({ ...flowSde, order: 2, secondOrder: 'exact' }),
  dpmpp_3m_sde: multistep({ ...flowSde, order: 3, secondOrder: 'exact' }),
  lcm,
  // Refined exponential solver (Zhang and Chen 2023): the second order of DPM-Solver++ integrated exactly.
  res_multistep: multistep({ process: varianceExploding, order: 2, secondOrder: 'exact', eta: 0 }),
  ddim: euler,
  uni_pc: (run) => uniPcSampler(run, 'bh1'),
  uni_pc_bh2: (run) => uniPcSampler(run, 'bh2'),
} satisfies Record<string, (run: SamplerRun) => Promise<Tensor>>;

export type SamplerName = keyof typeof methods;
export const samplerNames = Object.keys(methods) as readonly SamplerName[];

const dropsPenultimate: ReadonlySet<SamplerName> = new Set([
  'dpm_2',
  'dpm_2_ancestral',
  'uni_pc',
  'uni_pc_bh2',
]);

export function samplerByName(name: SamplerName): Sampler {
  return { name, freshMaskNoise: name === 'ddim', sample: methods[name] };
}

/** Whether KSampler builds a schedule of one level more for it and drops the last but one. */
export function wantsPenultimateDropped(name: SamplerName): boolean {
  return dropsPenultimate.has(name);
}
