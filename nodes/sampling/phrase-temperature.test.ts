/** Temperatures by phrase, from the text of the prompt to the transformer of the bundled model. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import type { Taca } from '../attention/taca.ts';
import type { Conditioning } from '../conditioning/conditioning.ts';
import { encodePrompt } from '../conditioning/encode-prompt.ts';
import { rowsSaying, type Words } from '../conditioning/words.ts';
import { openCheckpoint, type Checkpoint } from '../loaders/checkpoint.ts';
import { zeros } from '../tensor.ts';
import { randomNoise } from './noise-source.ts';
import { sampleLatent } from './sample-latent.ts';
import { samplerByName } from './samplers/index.ts';

const bundled = join(import.meta.dirname, '../../models/checkpoints/shapes');
const { context, notices } = stubContext();
const plain: Taca = {
  gamma: 1,
  window: { unit: 'always' },
  shape: 'constant',
  blocks: null,
  words: [],
};

let checkpoint: Checkpoint;
let positive: Conditioning;
let negative: Conditioning;
beforeAll(async () => {
  checkpoint = openCheckpoint(bundled, { model: () => bundled });
  positive = await encodePrompt(checkpoint.clip, 'a (red:1.1) circle, a blue square', context);
  negative = await encodePrompt(checkpoint.clip, '', context);
});

async function sample(taca: Taca) {
  notices.length = 0;
  const guider = {
    model: { ...checkpoint.model, taca },
    positive: [positive],
    negative: [negative],
  };
  const { output } = await sampleLatent(
    {
      guider: { ...guider, cfg: 4 },
      noise: randomNoise(1n),
      sampler: samplerByName('euler'),
      sigmas: Float32Array.of(1, 0.7, 0),
      latent: { samples: zeros([1, 16, 4, 4]) },
    },
    context,
  );
  return output.samples.data;
}

test('a word is found in the CLIP row and in the T5 row that stand for it', () => {
  const words = positive.words as Words;
  expect(words.rows).toHaveLength(positive.embeds.shape[1] ?? 0);
  const [inClip, inT5, ...more] = rowsSaying(words, 'circle');
  expect(more).toEqual([]);
  expect(inClip).toBeLessThan(24);
  expect(inT5).toBeGreaterThanOrEqual(24);
});

test('warming one phrase changes the picture, and not as warming another does', async () => {
  const [cold, circle, square] = [
    await sample(plain),
    await sample({ ...plain, words: [{ phrase: 'circle', gamma: 1.5 }] }),
    await sample({ ...plain, words: [{ phrase: 'blue square', gamma: 1.5 }] }),
  ];
  expect(circle).not.toEqual(cold);
  expect(square).not.toEqual(circle);
  expect(notices).toEqual([]);
});

test('a phrase at the temperature of all changes nothing', async () => {
  const warm = { ...plain, gamma: 1.3 };
  expect(await sample({ ...warm, words: [{ phrase: 'circle', gamma: 1.3 }] })).toEqual(
    await sample(warm),
  );
});

test('a phrase that no prompt says changes nothing, and the person hears of it', async () => {
  const absent = await sample({ ...plain, words: [{ phrase: 'teapot', gamma: 1.5 }] });
  expect(notices).toEqual(['TACA: no prompt says "teapot"; its temperature has no effect.']);
  expect(absent).toEqual(await sample(plain));
});
