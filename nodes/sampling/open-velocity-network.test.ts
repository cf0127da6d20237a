import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { openCheckpoint } from '../loaders/checkpoint.ts';
import type { ModelValue } from '../models.ts';
import { tensor, zeros } from '../tensor.ts';
import { openVelocityNetwork } from './open-velocity-network.ts';
import { TorchGenerator } from './random/torch-generator.ts';
import type { VelocityInput } from './velocity-network.ts';

const bundled = join(import.meta.dirname, '../../models/checkpoints/shapes');
const { context } = stubContext();
const noise = new TorchGenerator(4n);
const position = { step: 2, steps: 20, timestep: 900 };

describe('the transformer as sampling calls it', () => {
  let model: ModelValue;
  let input: VelocityInput;
  beforeAll(() => {
    ({ model } = openCheckpoint(bundled, { model: () => bundled }));
    const { jointDim, pooledDim } = model.config;
    input = {
      latent: tensor(noise.normal(16 * 5 * 7), [1, 16, 5, 7]),
      timestep: 900,
      text: tensor(noise.normal(8 * jointDim), [1, 8, jointDim]),
      words: [null],
      pooled: tensor(noise.normal(pooledDim), [1, pooledDim]),
      guidance: [null],
      position,
    };
  });
  const predict = async (changed: ModelValue, rest: Partial<VelocityInput> = {}) =>
    (await openVelocityNetwork(changed, context)).predict({ ...input, ...rest });

  test('takes latents whose sides are no whole patches', async () => {
    expect((await predict(model)).shape).toEqual([1, 16, 5, 7]);
  });

  test('takes a prompt without a pooled vector as one of zeros', async () => {
    const none = zeros([1, model.config.pooledDim]);
    expect((await predict(model, { pooled: null })).data).toEqual(
      (await predict(model, { pooled: none })).data,
    );
  });

  test('TACA changes it in its window only, and to the bit nothing outside', async () => {
    const window = { unit: 'steps', steps: 3 } as const;
    const taca = { gamma: 1.4, window, shape: 'constant', blocks: null, words: [] } as const;
    const [plain, inside, outside] = [
      await predict(model),
      await predict({ ...model, taca }),
      await predict({ ...model, taca }, { position: { ...position, step: 3 } }),
    ];
    expect(inside.data).not.toEqual(plain.data);
    expect(outside.data).toEqual(plain.data);
  });

  test('refuses text of another width, and says what to do', async () => {
    await expect(predict(model, { text: zeros([1, 8, 64]) })).rejects.toMatchObject({
      code: 'text_width',
    });
  });
});
