/** Guidance nodes on the tiny transformers, held to torch: `tests/goldens/make_guided_sampling.py`. */
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { maxAbsError } from '../../tests/goldens/golden.ts';
import { stubContext } from '../../tests/stub-context.ts';
import type { Taca } from '../attention/taca.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';
import type { AnyNode } from '../graph/definition.ts';
import type { ModelValue } from '../models.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { dualCfgGuider } from '../sampling/dual-cfg-guider.ts';
import { fluxSampling, percentToSigma } from '../sampling/flow.ts';
import type { Guider } from '../sampling/guider.ts';
import { perpNegGuider } from '../sampling/perp-neg-guider.ts';
import { sampleLatent } from '../sampling/sample-latent.ts';
import { samplerByName } from '../sampling/samplers/index.ts';
import { slice, zeros, type Tensor } from '../tensor.ts';
import { apg } from './apg.ts';
import { cfgNorm } from './cfg-norm.ts';
import { cfgZeroStar } from './cfg-zero-star.ts';
import { easyCache } from './easy-cache.ts';
import { lazyCache } from './lazy-cache.ts';
import { naGuidance } from './na-guidance.ts';
import { rescaleCfg } from './rescale-cfg.ts';
import { skipLayerGuidanceDitSimple } from './skip-layer-guidance-dit-simple.ts';
import { skipLayerGuidanceDit } from './skip-layer-guidance-dit.ts';
import { skipLayerGuidanceSd3 } from './skip-layer-guidance-sd3.ts';
import { tcfg } from './tcfg.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens');
const file = openSafetensors(join(goldens, 'guided_sampling.safetensors'));
const { context, notices } = stubContext();
beforeEach(() => void notices.splice(0));

const NEAR = 1e-4;

type Patch = readonly [AnyNode, Readonly<Record<string, unknown>>];

const NAG: Patch = [naGuidance, { nag_scale: 5, nag_alpha: 0.5, nag_tau: 1.5 }];
const skip = (rest: object) => ({ start_percent: 0.1, end_percent: 0.6, ...rest });
const cache = (reuse_threshold = 0.2, start_percent = 0.15) => ({
  reuse_threshold,
  start_percent,
  end_percent: 0.95,
  verbose: false,
});
const WARM: Taca = {
  gamma: 1.3,
  window: { unit: 'steps', steps: 8 },
  shape: 'constant',
  blocks: null,
  words: [],
};

function tiny(name: string) {
  const read = (what: string) => readTensor(file, `${name}.${what}`);
  const [text, pooled] = [read('text'), read('pooled')];
  const prompts = [0, 1, 2].map((i): Conditioning[] => [
    { embeds: slice(text, i, i + 1), pooled: slice(pooled, i, i + 1) },
  ]);
  const [positive = [], negative = [], third = []] = prompts;
  const model: ModelValue = {
    ...openTransformer(join(goldens, 'data/models', name, 'transformer')),
    latentFormat: { channels: 16, scale: 1, shift: 0 },
    sampling: name === 'sd35m' ? { shift: 3, multiplier: 1000 } : fluxSampling(1.15),
    loras: [],
    taca: null,
    precision: 'fp32',
  };
  /** Euler from the golden's noise: 28 steps where they are counted, else 8. */
  const sample = async (guider: Omit<Guider, 'model'> & { model: ModelValue }, steps: number) => {
    const noise = read('noise');
    const shares = Array.from({ length: steps + 1 }, (_, i) => i / steps);
    const { output } = await sampleLatent(
      {
        guider,
        noise: { seed: 0n, generate: () => noise },
        sampler: samplerByName('euler'),
        sigmas: Float32Array.from(shares, (share) => percentToSigma(model.sampling, share)),
        latent: { samples: zeros(noise.shape) },
      },
      context,
    );
    return output.samples;
  };
  const patched = async (patches: readonly Patch[], start: ModelValue = model) => {
    let value = start;
    for (const [node, inputs] of patches) {
      const outputs = await node.run({ model: value, ...inputs }, context);
      value = Object.values(outputs)[0] as ModelValue;
    }
    return value;
  };
  const errorOf = (actual: Tensor, run: string) => maxAbsError(actual, read(run));
  return { model, positive, negative, third, sample, patched, errorOf, read };
}

describe('sd35m', () => {
  const { model, positive, negative, third, sample, patched, errorOf, read } = tiny('sd35m');

  test.each<[string, Patch[]]>([
    ['cfg', []],
    ['apg', [[apg, { eta: 0.5, norm_threshold: 5, momentum: 0.3 }]]],
    ['zero_star', [[cfgZeroStar, {}]]],
    ['channel_norm', [[cfgNorm, { strength: 1.1 }]]],
    ['tcfg', [[tcfg, {}]]],
    ['rescaled', [[rescaleCfg, { multiplier: 0.7 }]]],
    ['skip_layers', [[skipLayerGuidanceSd3, skip({ layers: '1', scale: 3 })]]],
    [
      'skip_layers_rescaled',
      [
        [
          skipLayerGuidanceDit,
          {
            double_layers: '1, 9',
            single_layers: '7, 8, 9',
            scale: 3,
            start_percent: 0,
            end_percent: 1,
            rescaling_scale: 0.5,
          },
        ],
      ],
    ],
    [
      'skip_layers_simple',
      [[skipLayerGuidanceDitSimple, skip({ double_layers: '1', single_layers: '' })]],
    ],
  ])('%s', async (run, patches) => {
    const guider = { model: await patched(patches), positive, negative, cfg: 4 };
    expect(errorOf(await sample(guider, 8), run)).toBeLessThan(NEAR);
    expect(notices).toEqual([]);
  });

  test('normalized attention guidance, which asks for the negative at cfg 1, too', async () => {
    const guided = { model: await patched([NAG]), positive, negative, cfg: 1 };
    expect(errorOf(await sample(guided, 8), 'nag')).toBeLessThan(NEAR);
    expect(notices).toEqual([]);
  });

  test('guiders of three prompts', async () => {
    const dual = async (style: string) => {
      const inputs = { cfg_conds: 4, cfg_cond2_negative: 2.5, style };
      const out = await dualCfgGuider.run(
        { model, cond1: positive, cond2: third, negative, ...inputs },
        context,
      );
      return (out as { GUIDER: Guider }).GUIDER;
    };
    expect(errorOf(await sample(await dual('regular'), 8), 'dual')).toBeLessThan(NEAR);
    expect(errorOf(await sample(await dual('nested'), 8), 'dual_nested')).toBeLessThan(NEAR);
    const { GUIDER } = (await perpNegGuider.run(
      { model, positive, negative, empty_conditioning: third, cfg: 4, neg_scale: 1.5 },
      context,
    )) as { GUIDER: Guider };
    expect(errorOf(await sample(GUIDER, 8), 'perpendicular')).toBeLessThan(NEAR);
  });

  test.each<[string, AnyNode, object, number, Taca | null]>([
    ['easy_cache', easyCache, cache(), 4, null],
    ['easy_cache_alone', easyCache, cache(), 1, null],
    ['lazy_cache', lazyCache, cache(), 4, null],
    ['easy_cache_warm', easyCache, cache(0.2, 0), 4, WARM],
  ])('%s skips the same steps', async (run, node, inputs, cfg, taca) => {
    const reusing = await patched([[node, { ...inputs }]], { ...model, taca });
    expect(
      errorOf(await sample({ model: reusing, positive, negative, cfg }, 28), run),
    ).toBeLessThan(NEAR);
    expect(notices).toEqual([
      `${node.id} skipped ${read(`${run}.skipped`).data.length} of 28 steps.`,
    ]);
  });
});

describe('flux-dev', () => {
  const { model, positive, negative, sample, patched, errorOf } = tiny('flux-dev');
  const [joint, single] = ['1', '0'];

  test.each<[string, Patch[], number, number]>([
    [
      'skip_layers',
      [
        [
          skipLayerGuidanceDit,
          skip({ double_layers: joint, single_layers: single, scale: 3, rescaling_scale: 0 }),
        ],
      ],
      4,
      8,
    ],
    ['nag', [NAG], 1, 8],
    ['easy_cache_alone', [[easyCache, cache()]], 1, 28],
  ])('%s', async (run, patches, cfg, steps) => {
    const guider = { model: await patched(patches), positive, negative, cfg };
    expect(errorOf(await sample(guider, steps), run)).toBeLessThan(NEAR);
  });

  test('TACA in a single block and on some words', async () => {
    const rows = Array.from({ length: 9 }, (_, row) =>
      row >= 2 && row < 5 ? ([[0, 0, 3]] as const) : [],
    );
    const [prompt] = positive;
    const said = [{ ...(prompt as Conditioning), words: { texts: ['red'], rows } }];
    const taca: Taca = {
      gamma: 1.2,
      window: { unit: 'steps', steps: 3 },
      shape: 'constant',
      blocks: [model.config.depth - 1],
      words: [{ phrase: 'red', gamma: 1.6 }],
    };
    const guider = { model: { ...model, taca }, positive: said, negative, cfg: 1 };
    expect(errorOf(await sample(guider, 8), 'taca_words')).toBeLessThan(NEAR);
    expect(notices).toEqual([]);
  });
});

test.each(['sd35m', 'flux-dev'])('%s, all at once with TACA in its window', async (name) => {
  const { model, positive, negative, sample, patched, errorOf, read } = tiny(name);
  const slg = { double_layers: '1', single_layers: '0', scale: 3, rescaling_scale: 0 };
  const guided = await patched([NAG, [skipLayerGuidanceDit, skip(slg)], [easyCache, cache()]], {
    ...model,
    taca: WARM,
  });
  const sampled = await sample({ model: guided, positive, negative, cfg: 4 }, 28);
  expect(errorOf(sampled, 'all')).toBeLessThan(NEAR);
  expect(notices).toEqual([`EasyCache skipped ${read('all.skipped').data.length} of 28 steps.`]);
});
