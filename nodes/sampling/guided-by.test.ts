import { describe, expect, test } from 'vitest';
import type { Taca } from '../attention/taca.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';
import { withGuidance, withRule, type ModelGuidance } from '../guidance/model-guidance.ts';
import type { ThirdRole } from '../guidance/third-prompt.ts';
import type { ScheduledLora } from '../lora/lora.ts';
import type { ModelValue } from '../models.ts';
import { map, zeros } from '../tensor.ts';
import { guidedBy } from './guided-by.ts';
import type { Guider } from './guider.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

const plain = {
  sampling: { shift: 1, multiplier: 1000 },
  loras: [] as readonly ScheduledLora[],
  taca: null,
} as ModelValue;
const NAG: Partial<ModelGuidance> = { attention: { scale: 5, alpha: 0.5, tau: 1.5 } };
const CACHE: Partial<ModelGuidance> = {
  reuse: { kind: 'EasyCache', threshold: 0.5, start: 0, end: 1 },
};

/** A prompt that the network turns into a velocity of `level`. */
function prompt(level: number, tokens = 1, rest: Partial<Conditioning> = {}): Conditioning {
  return { embeds: map(zeros([1, tokens, 1]), () => level), pooled: null, ...rest };
}

/** Denoises at each level in turn; `levels` are shares of the steps, too. */
async function denoised(
  guider: Partial<Guider> & { model: ModelValue },
  sigmas: readonly number[] = [0.5],
  items = 1,
  steps = sigmas.length,
) {
  const calls: VelocityInput[] = [];
  const network: VelocityNetwork = {
    async predict(input) {
      calls.push(input);
      const rows = input.text.shape[0] as number;
      return map(input.latent, (x, i) => {
        const row = Math.floor((i * rows) / input.latent.data.length);
        return x / 4 + (input.text.data[row * (input.text.shape[1] as number)] as number);
      });
    },
  };
  let step = 0;
  const guided = guidedBy(
    { positive: [prompt(1)], negative: [prompt(2)], cfg: 3, ...guider },
    network,
    [8, 8],
    () => ({ step: Math.floor((step * steps) / sigmas.length), steps }),
  );
  const pictures: number[] = [];
  for (const sigma of sigmas) {
    const x = map(zeros([items, 1, 8, 8]), () => sigma);
    pictures.push((await guided.denoise(x, sigma)).data[0] as number);
    step++;
  }
  const rows = calls.map((call) => [...call.text.data]);
  return { calls, rows, pictures, told: guided.report() };
}

describe('what is asked of the network', () => {
  const third = (role: ThirdRole) => ({ prompt: [prompt(3)], role });
  const between = (cfgFromNegative: number, nested = false) =>
    third({ kind: 'between', cfgFromNegative, nested });
  const empty = (negativeScale: number) => third({ kind: 'empty', negativeScale });

  test.each<[string, Partial<Guider>, number[]]>([
    ['cfg', {}, [1, 2]],
    ['cfg 1', { cfg: 1 }, [1]],
    ['cfg 1 with normalized attention', { cfg: 1, model: withGuidance(plain, NAG) }, [1, 2]],
    ['two steps', { third: between(2) }, [1, 2, 3]],
    ['two steps, the one from the negative 1', { third: between(1) }, [1, 3]],
    ['two steps of 1', { third: between(1), cfg: 1 }, [1]],
    ['two nested steps of 1', { third: between(1, true), cfg: 1 }, [1, 2, 3]],
    ['Perp-Neg', { third: empty(1) }, [1, 2, 3]],
    ['Perp-Neg without a negative', { third: empty(0) }, [1, 3]],
    ['Perp-Neg without a negative at cfg 1', { third: empty(0), cfg: 1 }, [1]],
  ])('%s', async (_, guider, prompts) => {
    const { rows } = await denoised({ model: plain, ...guider });
    expect(rows).toEqual([prompts]);
  });

  test('an area of one prompt is asked for in all three', async () => {
    const area = { y: 0, x: 4, height: 8, width: 4 };
    const positive = [prompt(1), prompt(4, 1, { area })];
    const { rows } = await denoised({ model: plain, positive, third: between(2) });
    expect(rows).toEqual([
      [1, 2, 3],
      [4, 2, 3],
    ]);
  });

  test('cfg 1 with normalized attention goes as far as the positive', async () => {
    const alone = await denoised({ model: plain, cfg: 1 });
    const guided = await denoised({ model: withGuidance(plain, NAG), cfg: 1 });
    expect(guided.pictures).toEqual(alone.pictures);
  });
});

describe('normalized attention guidance', () => {
  const model = withGuidance(plain, NAG);

  test('pairs every item of the batch with its own', async () => {
    const { calls } = await denoised({ model }, [0.5], 2);
    expect(calls[0]?.guided).toEqual([
      { positive: 0, negative: 2 },
      { positive: 1, negative: 3 },
    ]);
  });

  test('pairs an area with the same area', async () => {
    const area = { y: 0, x: 4, height: 8, width: 4 };
    const areas = [prompt(3, 1, { area }), prompt(4, 1, { area: { ...area, x: 0 } })];
    const { calls } = await denoised({ model, positive: [prompt(1), ...areas] });
    expect(calls[1]?.guided?.map(({ negative }) => negative)).toEqual([2, 3]);
  });

  test('pairs areas that both sides name, in any order', async () => {
    const area = { y: 0, x: 4, height: 8, width: 4 };
    const other = { ...area, x: 0 };
    const positive = [prompt(3, 1, { area }), prompt(4, 1, { area: other })];
    const negative = [prompt(5, 1, { area: other }), prompt(6, 1, { area: { ...area } })];
    const { calls } = await denoised({ model, positive, negative });
    expect(calls[0]?.guided).toEqual([
      { positive: 0, negative: 3 },
      { positive: 1, negative: 2 },
    ]);
  });

  test('says when no negative can go with the positive', async () => {
    const none = /needs a negative prompt that is encoded to as many tokens/;
    expect((await denoised({ model, negative: [] })).told).toEqual([expect.stringMatching(none)]);
    const longer = await denoised({ model, negative: [prompt(2, 5)] });
    expect(longer.told).toEqual([expect.stringMatching(none)]);
    const during = { start: 0, end: 1 };
    const skipping = withRule(model, { kind: 'negativeSkipsLayers', during, blocks: [0] });
    expect((await denoised({ model: skipping })).told).toEqual([
      expect.stringMatching('no layers'),
    ]);
    expect((await denoised({ model })).told).toEqual([]);
  });
});

describe('skipping layers', () => {
  const during = { start: 0.25, end: 0.75 };

  test('costs a row more in its share, and goes from it', async () => {
    const rule = { kind: 'skipLayers', during, blocks: [2], scale: 2, rescaling: 0 } as const;
    const { calls, rows } = await denoised({ model: withRule(plain, rule) }, [1, 0.7, 0.5, 0.2]);
    expect(rows).toEqual([
      [1, 2],
      [1, 2, 1],
      [1, 2, 1],
      [1, 2],
    ]);
    expect(calls.map(({ skips }) => skips)).toEqual([
      undefined,
      [[], [], [2]],
      [[], [], [2]],
      undefined,
    ]);
  });

  test('costs nothing where no layer or no scale is asked for', async () => {
    const rule = { kind: 'skipLayers', during, blocks: [], scale: 2, rescaling: 0 } as const;
    expect((await denoised({ model: withRule(plain, rule) })).rows).toEqual([[1, 2]]);
    const scaleless = { ...rule, blocks: [2], scale: 0 };
    expect((await denoised({ model: withRule(plain, scaleless) })).rows).toEqual([[1, 2]]);
  });

  test('in the negative takes its row', async () => {
    const rule = { kind: 'negativeSkipsLayers', during, blocks: [1] } as const;
    const { calls, rows } = await denoised({ model: withRule(plain, rule) }, [1, 0.5]);
    expect(rows).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(calls.map(({ skips }) => skips)).toEqual([undefined, [[], [1]]]);
  });
});

describe('reusing steps', () => {
  const sigmas = [0.9, 0.89, 0.88, 0.87, 0.86, 0.85, 0.84, 0.83];
  const taca: Taca = {
    gamma: 1.2,
    window: { unit: 'steps', steps: 4 },
    shape: 'constant',
    blocks: null,
    words: [],
  };
  const model = withGuidance(plain, CACHE);

  test('tells what it spared', async () => {
    const { calls, told } = await denoised({ model }, sigmas);
    expect(calls).toHaveLength(2);
    expect(told).toEqual(['EasyCache skipped 6 of 8 steps.']);
  });

  test.each(['EasyCache', 'LazyCache'] as const)("%s never does in TACA's window", async (kind) => {
    const reuse = { kind, threshold: 0.5, start: 0, end: 1 };
    const warm = { ...withGuidance(plain, { reuse }), taca };
    const { calls, told } = await denoised({ model: warm }, sigmas);
    expect(calls.map(({ position }) => position.step)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told).toEqual([`${kind} skipped 2 of 8 steps.`]);
  });

  test('counts calls where a step takes several', async () => {
    const { told } = await denoised({ model }, sigmas, 1, 4);
    expect(told).toEqual(['EasyCache skipped 6 of 8 model calls.']);
  });

  test('learns anew when a LoRA goes off', async () => {
    const lora = { strength: 1, window: { unit: 'steps', steps: 4 } } as ScheduledLora;
    const { calls } = await denoised({ model: { ...model, loras: [lora] } }, sigmas);
    expect(calls.map(({ position }) => position.step)).toEqual([0, 1, 4, 5]);
  });
});
