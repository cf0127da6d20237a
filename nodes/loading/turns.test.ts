/** Real networks under budgets that do not hold them all. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { runTower } from '../conditioning/run-tower.ts';
import { decode } from '../latent/autoencode.ts';
import { openCheckpoint } from '../loaders/checkpoint.ts';
import { waves } from '../networks/mmdit/network.fixture.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { cpu } from '../runtime/device.ts';
import { createModelStore, type ModelStore } from '../runtime/model-store.ts';
import type { Tensor } from '../tensor.ts';
import { openVelocityNetwork } from '../sampling/open-velocity-network.ts';

const root = join(import.meta.dirname, '../..');
const open = (path: string) => openCheckpoint(join(root, path), { model: (_, name) => name });
const bundled = open('models/checkpoints/shapes');
const flux = open('tests/goldens/data/models/flux-dev');

/** A store that notes which folders' networks come and go, and the most that they held. */
function watched(budget: number) {
  const store = createModelStore(budget);
  const log: string[] = [];
  let held = 0;
  let most = 0;
  const models: ModelStore = {
    ...store,
    use: (request, work) =>
      store.use(
        {
          ...request,
          load: async () => {
            const loaded = await request.load();
            const name = request.label.split('/').at(-1) ?? '';
            log.push(`+${name}`);
            held += loaded.bytes;
            most = Math.max(most, held);
            const dispose = () => {
              log.push(`-${name}`);
              held -= loaded.bytes;
              return loaded.dispose();
            };
            return { ...loaded, dispose };
          },
        },
        work,
      ),
  };
  return { models, log, most: () => most };
}

/** Two steps of a transformer, the second from the latent of the first. */
async function sample({ model }: typeof bundled, models: ModelStore) {
  let sessions = 0;
  const device = { ...cpu, opened: () => void sessions++ };
  const { context, notices } = stubContext({ models, device, precision: 'fp32' });
  const network = await openVelocityNetwork(model, context);
  let latent: Tensor = waves(1, model.latentFormat.channels, 4, 6);
  for (let step = 0; step < 2; step++) {
    latent = await network.predict({
      latent,
      timestep: model.sampling.multiplier / 2,
      text: waves(1, 8, model.config.jointDim),
      words: [null],
      pooled: waves(1, model.config.pooledDim),
      guidance: [3.5],
      position: { step, steps: 2, timestep: 500 },
    });
  }
  return { latent, notices, sessions };
}

async function render(checkpoint: typeof bundled, models: ModelStore) {
  const { context } = stubContext({ models, precision: 'fp32' });
  const ids = [[3, 5, 60, 7, 1, 0, 0, 0]];
  for (const tower of ['clipL', 'clipG', 't5'] as const) {
    const source = checkpoint.clip[tower];
    if (source) await runTower(tower, source, ids, [], context);
  }
  const { latent } = await sample(checkpoint, models);
  return decode(checkpoint.vae, latent, context);
}

test('towers, transformer and VAE take turns, and the picture stays the same', async () => {
  const budget = 47e6;
  const { models, log, most } = watched(budget);
  const picture = await render(bundled, models);
  expect(picture).toEqual(await render(bundled, createModelStore(Infinity)));
  expect(most()).toBeLessThanOrEqual(budget);
  const transformer = log.indexOf('+transformer');
  expect(log.slice(0, transformer)).toContain('-text_encoder_3');
  expect(log.slice(transformer)).toEqual(['+transformer', '-transformer', '+vae']);
});

test.each([
  ['three of its blocks', 1.15e6, 3],
  ['all of its blocks', 0.6e6, 4],
])('FLUX with %s loaded for their turn gives the same bits', async (_, budget, streamed) => {
  const whole = await sample(flux, createModelStore(Infinity));
  const { models, most } = watched(budget);
  const { latent, notices, sessions } = await sample(flux, models);
  expect(latent).toEqual(whole.latent);
  expect(notices).toEqual([expect.stringContaining(`${streamed} of its 4 blocks`)]);
  expect([whole.sessions, sessions]).toEqual([1, (streamed < 4 ? 1 : 0) + 2 * streamed]);
  expect(most()).toBeLessThanOrEqual(budget);
});

test('T5 with layers loaded for their turn gives the same bits', async () => {
  const t5 = bundled.clip.t5 as TextEncoderSource;
  const ids = [[3, 5, 60, 7, 1, 0, 0, 0]];
  const encode = async (budget: number) => {
    let sessions = 0;
    const device = { ...cpu, opened: () => void sessions++ };
    const models = createModelStore(budget);
    const { context } = stubContext({ models, device, precision: 'fp32' });
    const { hidden } = await runTower('t5', t5, ids, [], context);
    await models.clear();
    return { hidden, sessions };
  };
  const whole = await encode(Infinity);
  const inTurns = await encode(3.5e6);
  expect([whole.sessions, inTurns.sessions]).toEqual([1, 3]);
  expect(inTurns.hidden).toEqual(whole.hidden);
});

test('what no budget holds is refused before anything is loaded', async () => {
  const { models, log } = watched(0.2e6);
  await expect(sample(flux, models)).rejects.toMatchObject({ code: 'out_of_memory' });
  expect(log).toEqual([]);
});
