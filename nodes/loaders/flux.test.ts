import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Conditioning } from '../conditioning/conditioning.ts';
import type { Latent } from '../latent/latent.ts';
import type { ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import { cpu } from '../runtime/device.ts';
import type { Tensor } from '../tensor.ts';
import { runContext, runNode } from '../../tests/goldens/nodes.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data');
const models = mkdtempSync(join(tmpdir(), 'flux-models-'));
afterAll(() => rmSync(models, { recursive: true }));
let context: RunContext;
const notices: string[] = [];

beforeAll(() => {
  const put = (from: string, to: string) => {
    mkdirSync(join(models, to, '..'), { recursive: true });
    cpSync(join(goldens, from), join(models, to), { recursive: true });
  };
  put('models/flux-dev', 'checkpoints/flux-dev');
  // The heads of the small model are not of the published width, which only a config.json tells.
  for (const name of ['dev', 'schnell']) {
    const file = `${name}/diffusion_pytorch_model.safetensors`;
    put(`single_file/flux_${name}_transformer.safetensors`, `diffusion_models/${file}`);
    put(`models/flux-${name}/transformer/config.json`, `diffusion_models/${name}/config.json`);
  }
  put('single_file/flux_ae.safetensors', 'vae/ae.safetensors');
  put('models/flux-dev/text_encoder', 'text_encoders/clip_l');
  put('models/flux-dev/text_encoder_2', 'text_encoders/t5xxl');
  put('models/flux-dev/tokenizer', 'tokenizers/clip_l');
  put('models/flux-dev/tokenizer_2', 'tokenizers/t5xxl');
  put('lora/flux_dev_kohya.safetensors', 'loras/kohya.safetensors');
  put('lora/sd35m_kohya.safetensors', 'loras/sd3.safetensors');
  context = { ...runContext(cpu, [models]), notice: (message) => void notices.push(message) };
});

const run = (id: string, inputs: Record<string, unknown>) => runNode(id, inputs, context);
const unet = async (name: string) => {
  const unet_name = `${name}/diffusion_pytorch_model.safetensors`;
  return (await run('UNETLoader', { unet_name, weight_dtype: 'default' }))['MODEL'] as ModelValue;
};
const clip = async (type: string) => {
  const [clip_name1, clip_name2] = ['t5xxl/model.safetensors', 'clip_l/model.safetensors'];
  return (await run('DualCLIPLoader', { clip_name1, clip_name2, type, device: 'default' }))['CLIP'];
};
const prompt = async (type = 'flux') => {
  const encoded = await run('CLIPTextEncode', { text: 'a red cube', clip: await clip(type) });
  return encoded['CONDITIONING'] as readonly Conditioning[];
};

async function sample(model: unknown, positive: unknown): Promise<Tensor> {
  const size = { width: 64, height: 48, batch_size: 1 };
  const { LATENT: latent_image } = await run('EmptySD3LatentImage', size);
  const how = {
    seed: 7n,
    steps: 2,
    cfg: 1,
    sampler_name: 'euler',
    scheduler: 'simple',
    denoise: 1,
  };
  const inputs = { model, positive, negative: positive, latent_image, ...how };
  return ((await run('KSampler', inputs))['LATENT'] as Latent).samples;
}

describe('split files of FLUX', () => {
  test('give the picture of the diffusers folder', async () => {
    const folder = await run('CheckpointLoaderSimple', { ckpt_name: 'flux-dev' });
    const positive = await prompt();
    const samples = await sample(await unet('dev'), positive);
    expect(samples.data.every(Number.isFinite)).toBe(true);
    expect(samples).toEqual(await sample(folder['MODEL'], positive));
    const { VAE: vae } = await run('VAELoader', { vae_name: 'ae.safetensors' });
    const { IMAGE: ours } = await run('VAEDecode', { samples: { samples }, vae });
    const { IMAGE: theirs } = await run('VAEDecode', { samples: { samples }, vae: folder['VAE'] });
    expect(ours).toEqual(theirs);
    expect((ours as Tensor).shape).toEqual([1, 48, 64, 3]);
  });

  test('read the prompt as T5’s tokens, 256 at least, and CLIP-L’s pooled vector', async () => {
    const [entry] = await prompt();
    expect(entry?.embeds.shape).toEqual([1, 256, 64]);
    expect(entry?.pooled?.shape).toEqual([1, 16]);
  });

  test('schnell has even levels, dev’s are shifted', async () => {
    expect((await unet('schnell')).sampling).toEqual({ shift: 1, multiplier: 1 });
    expect((await unet('dev')).sampling).toMatchObject({ shift: Math.exp(1.15), levels: 10_000 });
  });

  test('refuse a prompt of SD3’s encoders, and say which loader is right', async () => {
    await expect(sample(await unet('dev'), await prompt('sd3'))).rejects.toMatchObject({
      code: 'text_width',
      cure: expect.stringContaining('DualCLIPLoader, type flux'),
    });
  });

  test('need both encoders', async () => {
    const one = { clip_name1: 'clip_l/model.safetensors', clip_name2: 't5xxl/model.safetensors' };
    const loaded = await run('DualCLIPLoader', { ...one, type: 'flux', device: 'default' });
    const { t5: _, ...without } = loaded['CLIP'] as { t5?: unknown };
    await expect(run('CLIPTextEncode', { text: '', clip: without })).rejects.toMatchObject({
      code: 'clip_missing',
      message: expect.stringContaining('there is no T5'),
    });
  });
});

describe('guidance', () => {
  test('is 3.5 where nothing is set, and changes what dev draws', async () => {
    const model = await unet('dev');
    const conditioning = await prompt();
    const told = async (guidance: number) =>
      sample(model, (await run('FluxGuidance', { conditioning, guidance }))['CONDITIONING']);
    const unset = await sample(model, conditioning);
    expect(await told(3.5)).toEqual(unset);
    expect(await told(1)).not.toEqual(unset);
    const off = await run('FluxDisableGuidance', { conditioning });
    expect(await sample(model, off['CONDITIONING'])).not.toEqual(unset);
  });

  test('changes nothing for schnell', async () => {
    const conditioning = await prompt();
    const strong = await run('FluxGuidance', { conditioning, guidance: 9 });
    const model = await unet('schnell');
    expect(await sample(model, strong['CONDITIONING'])).toEqual(await sample(model, conditioning));
  });

  test('of CLIPTextEncodeFlux goes with its two prompts', async () => {
    const texts = { clip_l: 'a red cube', t5xxl: 'a red cube', guidance: 2 };
    const encoded = await run('CLIPTextEncodeFlux', { clip: await clip('flux'), ...texts });
    const [plain] = await prompt();
    expect(encoded['CONDITIONING']).toEqual([{ ...plain, guidance: 2 }]);
  });
});

test('ModelSamplingFlux shifts by the size', async () => {
  const size = { width: 512, height: 512, max_shift: 1.15, base_shift: 0.5 };
  const { MODEL } = await run('ModelSamplingFlux', { model: await unet('schnell'), ...size });
  expect((MODEL as ModelValue).sampling).toEqual({
    shift: expect.closeTo(Math.exp(0.63), 9),
    multiplier: 1,
    levels: 10_000,
  });
});

describe('a LoRA', () => {
  const load = async (lora_name: string) => {
    const strengths = { strength_model: 1, strength_clip: 1 };
    const inputs = { model: await unet('dev'), clip: await clip('flux'), lora_name, ...strengths };
    return run('LoraLoader', inputs);
  };

  test('in Kohya’s form changes transformer and CLIP-L, every key of it', async () => {
    notices.length = 0;
    const { MODEL: model, CLIP } = await load('kohya.safetensors');
    expect(notices).toEqual([]);
    const positive = await prompt();
    const changed = await run('CLIPTextEncode', { text: 'a red cube', clip: CLIP });
    const [entry] = changed['CONDITIONING'] as readonly Conditioning[];
    expect(entry?.pooled).not.toEqual(positive[0]?.pooled);
    expect(await sample(model, positive)).not.toEqual(await sample(await unet('dev'), positive));
  });

  test('of SD3 is refused by name', async () => {
    await expect(load('sd3.safetensors')).rejects.toThrow('it is a LoRA for SD3 or SD3.5.');
  });
});

describe('TACA', () => {
  const taca = async (values: { temperature: number; blocks: string; words: string }) => {
    const window = { mode: 'always', start: 0, end: 1, steps: 1, timestep: 0 };
    const inputs = { model: await unet('dev'), ...window, shape: 'constant', ...values };
    return (await run('TACAAttention', inputs))['MODEL'];
  };

  test('counts double and single blocks', async () => {
    const positive = await prompt();
    const single = await taca({ temperature: 1.4, blocks: '2-3', words: '' });
    expect(await sample(single, positive)).not.toEqual(await sample(await unet('dev'), positive));
    await expect(taca({ temperature: 1.4, blocks: '4', words: '' })).rejects.toThrow(
      'There is no block 4: this model has 4.',
    );
  });

  test('takes phrases of a FLUX prompt', async () => {
    const positive = await prompt();
    const phrase = await taca({ temperature: 1, blocks: 'all', words: 'red: 1.6' });
    expect(await sample(phrase, positive)).not.toEqual(await sample(await unet('dev'), positive));
  });
});
