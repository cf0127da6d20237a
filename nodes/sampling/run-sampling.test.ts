import { describe, expect, test } from 'vitest';
import type { Conditioning } from '../conditioning/conditioning.ts';
import type { Latent } from '../latent/latent.ts';
import type { ModelValue } from '../models.ts';
import type { PreviewPicture } from '../run-context.ts';
import { Interrupted } from '../errors.ts';
import { map, zeros, type Tensor } from '../tensor.ts';
import { stubContext } from '../../tests/stub-context.ts';
import { noNoise, randomNoise } from './noise-source.ts';
import { runSampling, sampleLatent, type SamplingTask } from './sample-latent.ts';
import { samplerByName } from './samplers/index.ts';
import { sigmasFor } from './schedules/index.ts';
import type { VelocityInput, VelocityNetwork } from './velocity-network.ts';

const sampling = { shift: 3, multiplier: 1000 };
const model = { latentFormat: { channels: 2, scale: 2, shift: 0.5 }, sampling } as ModelValue;

/** A prompt whose picture is `level` everywhere, in the model's scale. */
function prompt(
  level: number,
  rest: Partial<Conditioning> & { tokens?: number } = {},
): Conditioning {
  const { tokens = 1, ...conditioning } = rest;
  const embeds = map(zeros([1, tokens, 3]), () => level);
  return { embeds, pooled: zeros([1, 2]), ...conditioning };
}

/** Predicts the velocity that leads to the prompt's level; keeps what it was asked. */
function network() {
  const calls: VelocityInput[] = [];
  const net: VelocityNetwork = {
    async predict(input) {
      calls.push({ ...input, latent: map(input.latent, (v) => v) });
      const { latent, text, timestep } = input;
      const items = latent.shape[0] as number;
      const sigma = timestep / 1000;
      return map(latent, (v, i) => {
        const item = Math.floor((i * items) / latent.data.length);
        return (v - (text.data[(item * text.data.length) / items] as number)) / sigma;
      });
    },
  };
  return { net, calls };
}

const latentOf = (samples: Tensor): Latent => ({ samples });
const empty = latentOf(zeros([1, 2, 4, 4]));

async function run(
  task: Partial<SamplingTask> & {
    positive?: Conditioning[];
    negative?: Conditioning[];
    cfg?: number;
  } = {},
  progress: (
    value: number,
    max: number,
    preview?: () => PreviewPicture,
  ) => Promise<void> = async () => {},
) {
  const { positive = [prompt(1)], negative = [prompt(0)], cfg = 1, ...rest } = task;
  const { net, calls } = network();
  const notices: string[] = [];
  const result = await runSampling(
    {
      guider: { model, positive, negative, cfg },
      noise: randomNoise(1n),
      sampler: samplerByName('euler'),
      sigmas: sigmasFor(sampling, 'simple', 4),
      latent: empty,
      ...rest,
    },
    { progress, notice: (message) => void notices.push(message) },
    net,
  );
  /** In the model's scale. */
  const final = [...result.output.samples.data].map((v) => (v - 0.5) * 2);
  return { ...result, final, calls, notices };
}
const around = (level: number) => expect.closeTo(level, 4) as number;

describe('guidance', () => {
  test('cfg 1 asks for the positive alone', async () => {
    const { calls, final } = await run({ cfg: 1 });
    expect(calls.map(({ latent }) => latent.shape[0])).toEqual([1, 1, 1, 1]);
    expect(final).toEqual(Array(32).fill(around(1)));
  });

  test('goes from the negative by cfg, both in one call', async () => {
    const { calls, final } = await run({ cfg: 3, negative: [prompt(0.5)] });
    expect(calls.map(({ latent }) => latent.shape[0])).toEqual([2, 2, 2, 2]);
    expect(final).toEqual(Array(32).fill(around(2)));
  });

  test('calls once a text length', async () => {
    const { calls, final } = await run({ cfg: 2, negative: [prompt(0, { tokens: 5 })] });
    expect(calls.map(({ text }) => text.shape[1])).toEqual([1, 5, 1, 5, 1, 5, 1, 5]);
    expect(final).toEqual(Array(32).fill(around(2)));
  });

  test('batches keep their items apart', async () => {
    const { calls, final } = await run({ cfg: 2, latent: latentOf(zeros([3, 2, 4, 4])) });
    expect(calls[0]?.latent.shape).toEqual([6, 2, 4, 4]);
    expect(calls[0]?.latent.data.slice(0, 96)).toEqual(calls[0]?.latent.data.slice(96));
    expect(final).toEqual(Array(96).fill(around(2)));
  });

  test('without any prompt the prediction is empty', async () => {
    expect((await run({ positive: [] })).final).toEqual(Array(32).fill(around(0)));
  });
});

describe('several prompts', () => {
  test('are averaged by strength', async () => {
    const { final } = await run({ positive: [prompt(1, { strength: 3 }), prompt(2)] });
    expect(final).toEqual(Array(32).fill(around(1.25)));
  });

  test('hold in their share of the process', async () => {
    const early = prompt(1, { timestepRange: { start: 0, end: 0.4 } });
    const late = prompt(5, { timestepRange: { start: 0.4, end: 1 } });
    const { calls, final } = await run({ positive: [early, late] });
    expect(calls.map(({ text }) => text.data[0])).toEqual([1, 1, 5, 5]);
    expect(final).toEqual(Array(32).fill(around(5)));
  });

  test('hold where their mask is', async () => {
    const left = map(zeros([1, 4, 4]), (_, i) => (i % 4 < 2 ? 1 : 0));
    const right = map(left, (v) => 1 - v);
    const { final } = await run({
      positive: [prompt(1, { mask: left }), prompt(2, { mask: right })],
    });
    expect(final).toEqual(Array.from({ length: 32 }, (_, i) => around(i % 4 < 2 ? 1 : 2)));
  });

  test('see their area only, and the negative sees the same', async () => {
    const area = { y: 0, x: 0, height: 8, width: 4 };
    const { calls, final } = await run({
      latent: latentOf(zeros([1, 2, 8, 8])),
      positive: [prompt(1), prompt(3, { area, strength: 1 })],
      negative: [prompt(0)],
      cfg: 2,
    });
    expect(calls.slice(0, 2).map(({ latent }) => latent.shape)).toEqual([
      [2, 2, 8, 8],
      [2, 2, 8, 4],
    ]);
    // 8 rows reach the top and bottom; towards the middle the area's weight falls.
    expect(final.slice(0, 8)).toEqual([4, 4, 4, 4, 2, 2, 2, 2].map(around));
  });

  test('an area outside the picture is refused', async () => {
    const outside = prompt(1, { area: { y: 0, x: 9, height: 8, width: 8 } });
    await expect(run({ positive: [outside] })).rejects.toMatchObject({
      code: 'area_outside_picture',
    });
  });

  test('mask bounds cut the picture to the mask', async () => {
    const corner = map(zeros([1, 16, 16]), (_, i) => (i % 16 >= 6 && i >= 16 * 5 ? 1 : 0));
    const { calls } = await run({
      latent: latentOf(zeros([1, 2, 16, 16])),
      positive: [prompt(1, { mask: corner, maskBounds: true })],
    });
    expect(calls[0]?.latent.shape).toEqual([1, 2, 11, 10]);
  });
});

describe('the latent', () => {
  test('is noised and scaled as the model has it', async () => {
    const picture = map(zeros([1, 2, 4, 4]), () => 1.5);
    const sigmas = sigmasFor(sampling, 'simple', 4, { denoise: 0.5 });
    const { calls } = await run({ latent: latentOf(picture), sigmas });
    const noise = randomNoise(1n).generate({ samples: picture }).data;
    const [first] = sigmas as unknown as [number];
    expect(calls[0]?.latent.data[3]).toBeCloseTo(first * (noise[3] as number) + (1 - first) * 2, 6);
  });

  test('keeps leftover noise so that the next sampler goes on as one would have', async () => {
    const sigmas = sigmasFor(sampling, 'simple', 8);
    const whole = await run({ sigmas, positive: [prompt(0.3)] });
    const first = await run({ sigmas: sigmas.slice(0, 4), positive: [prompt(0.3)] });
    const second = await run({
      sigmas: sigmas.slice(3),
      positive: [prompt(0.3)],
      latent: first.output,
      noise: noNoise,
    });
    whole.final.forEach((v, i) => expect(second.final[i]).toBeCloseTo(v, 4));
    expect(first.denoised.samples.data[0]).toBeCloseTo(0.3 / 2 + 0.5, 4);
  });

  test('stays where its mask is 0', async () => {
    const picture = map(zeros([1, 2, 4, 4]), (_, i) => i / 10 + 1);
    const noiseMask = map(zeros([1, 4, 4]), (_, i) => (i < 8 ? 1 : 0));
    const { output, calls } = await run({ latent: { samples: picture, noiseMask } });
    expect(output.samples.data[0]).toBeCloseTo(1, 4);
    expect(output.samples.data[15]).toBeCloseTo(picture.data[15] as number, 5);
    expect(output.noiseMask).toBe(noiseMask);
    const noise = randomNoise(1n).generate({ samples: picture }).data;
    const kept = ((picture.data[15] as number) - 0.5) * 2;
    expect(calls[2]?.latent.data[15]).toBeCloseTo(0.75 * (noise[15] as number) + 0.25 * kept, 5);
  });

  test('an empty one of other channels is widened, a picture is not', async () => {
    const { output } = await run({ latent: latentOf(zeros([1, 4, 4, 4])) });
    expect(output.samples.shape).toEqual([1, 2, 4, 4]);
    const picture = latentOf(map(zeros([1, 4, 4, 4]), () => 1));
    await expect(run({ latent: picture })).rejects.toMatchObject({ code: 'latent_channels' });
  });
});

describe('noise levels', () => {
  test('beyond those of flow models are refused', async () => {
    const sigmas = Float32Array.of(14.6, 1, 0);
    await expect(run({ sigmas })).rejects.toMatchObject({ code: 'sigmas_out_of_range' });
  });

  test.each([
    [0, 0.5],
    [1, 0, 0],
  ])('of 0 before the last are refused: %d, %d', async (...levels) => {
    await expect(run({ sigmas: Float32Array.from(levels) })).rejects.toMatchObject({
      code: 'sigmas_zero',
    });
  });

  test('that a sampler cannot step between end in an error, not in a black picture', async () => {
    const sigmas = Float32Array.of(0.5, 1);
    await expect(run({ sigmas, sampler: samplerByName('dpmpp_2m_sde') })).rejects.toMatchObject({
      code: 'not_finite',
    });
  });

  test('may rise, up to noise alone', async () => {
    const { final } = await run({ sigmas: Float32Array.of(0.0001, 0.5, 1), noise: noNoise });
    expect(final.every(Number.isFinite)).toBe(true);
  });
});

describe('while sampling', () => {
  test('every step is told, with a picture', async () => {
    const told: string[] = [];
    await run({}, async (value, max, preview) => {
      const { width, height, rgb } = (preview as () => PreviewPicture)();
      told.push(`${value}/${max} ${width}x${height} ${rgb.length}`);
    });
    expect(told).toEqual(['1/4', '2/4', '3/4', '4/4'].map((step) => `${step} 4x4 48`));
  });

  test('an interrupt ends it after the step', async () => {
    const { calls, net } = network();
    const stopped = runSampling(
      {
        guider: { model, positive: [prompt(1)], negative: [], cfg: 1 },
        noise: noNoise,
        sampler: samplerByName('euler'),
        sigmas: sigmasFor(sampling, 'simple', 4),
        latent: empty,
      },
      {
        progress: async (value) => {
          if (value === 2) throw new Interrupted();
        },
        notice: () => {},
      },
      net,
    );
    await expect(stopped).rejects.toBeInstanceOf(Interrupted);
    expect(calls).toHaveLength(2);
  });

  test('the network is told the step, also by samplers that call twice, and in a part of a schedule', async () => {
    const { calls } = await run({ sampler: samplerByName('heun') });
    expect(calls.map(({ position }) => position.step)).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect(calls[0]?.position).toEqual({ step: 0, steps: 4, timestep: 1000 });
    const part = await run({ part: { firstStep: 6, steps: 10 } });
    expect(part.calls[1]?.position).toMatchObject({ step: 7, steps: 10 });
  });

  test('a prediction that is no number names the step', async () => {
    const positive = [prompt(1), prompt(Number.NaN, { timestepRange: { start: 0.4, end: 1 } })];
    await expect(run({ positive })).rejects.toMatchObject({
      code: 'not_finite',
      message: expect.stringContaining('step 3 of 4') as string,
    });
  });
});

test('refuses a picture that is larger than the model knows before anything is drawn', async () => {
  const config = { patch: 2, posEmbedSize: 4 };
  const task = {
    guider: { model: { ...model, family: 'sd3', config } as ModelValue },
    sigmas: sigmasFor(sampling, 'simple', 4),
    latent: latentOf(zeros([1, 2, 8, 9])),
  } as SamplingTask;
  await expect(sampleLatent(task, stubContext().context)).rejects.toMatchObject({
    code: 'latent_too_large',
    message: 'A picture of 80 x 64 is larger than the 64 x 64 this model knows.',
  });
});
