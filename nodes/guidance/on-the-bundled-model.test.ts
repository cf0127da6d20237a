/** All that guides, at once, from files to a finished latent. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { encodePrompt } from '../conditioning/encode-prompt.ts';
import { openCheckpoint } from '../loaders/checkpoint.ts';
import type { ModelValue } from '../models.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { randomNoise } from '../sampling/noise-source.ts';
import { sampleLatent } from '../sampling/sample-latent.ts';
import { samplerByName } from '../sampling/samplers/index.ts';
import { sigmasFor } from '../sampling/schedules/index.ts';
import { allFinite, zeros } from '../tensor.ts';
import { NO_GUIDANCE, type ModelGuidance } from './model-guidance.ts';

const bundled = join(import.meta.dirname, '../../models');
const STEPS = 10;

test('TACA, its LoRA, normalized attention, skipped layers and EasyCache render together', async () => {
  const { context, notices } = stubContext();
  const { model, clip } = openCheckpoint(join(bundled, 'checkpoints/shapes'), { model: () => '' });
  const positive = await encodePrompt(clip, 'a red circle above a blue square', context);
  const negative = await encodePrompt(clip, '', context);
  const sample = async (changed: ModelValue) => {
    const { output } = await sampleLatent(
      {
        guider: { model: changed, positive: [positive], negative: [negative], cfg: 4 },
        noise: randomNoise(3n),
        sampler: samplerByName('euler'),
        sigmas: sigmasFor(model.sampling, 'normal', STEPS, { denoise: 1 }),
        latent: { samples: zeros([1, 16, 8, 8]) },
      },
      context,
    );
    return output.samples;
  };
  const name = 'shapes-taca-r16.safetensors';
  const warm: ModelValue = {
    ...model,
    taca: {
      gamma: 1.2,
      window: { unit: 'steps', steps: 2 },
      shape: 'constant',
      blocks: null,
      words: [],
    },
    loras: [
      { name, weights: openWeights(join(bundled, 'loras', name)), strength: 1, window: 'taca' },
    ],
  };
  const during = { start: 0, end: 0.4 };
  const parts: Partial<ModelGuidance>[] = [
    { attention: { scale: 5, alpha: 0.5, tau: 1.5 } },
    { rules: [{ kind: 'skipLayers', during, blocks: [4], scale: 2, rescaling: 0 }] },
    { reuse: { kind: 'EasyCache', threshold: 0.6, start: 0.15, end: 0.95 } },
  ];
  const guided = (more: readonly Partial<ModelGuidance>[]): ModelValue => ({
    ...warm,
    guidance: Object.assign({}, NO_GUIDANCE, ...more) as ModelGuidance,
  });

  const together = await sample(guided(parts));
  expect(allFinite(together)).toBe(true);
  expect(notices).toEqual([expect.stringMatching(/^EasyCache skipped [1-9]\d* of 10 steps\.$/)]);
  expect(await sample(guided([]))).toEqual(await sample(warm));
  for (const [i] of parts.entries()) {
    const without = await sample(guided(parts.toSpliced(i, 1)));
    expect(without.data).not.toEqual(together.data);
  }
});
