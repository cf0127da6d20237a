import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import type { AnyNode } from '../graph/definition.ts';
import { registry } from '../index.ts';
import type { ClipValue, ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import { cpu } from '../runtime/device.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data/models');

function contextOf() {
  const notices: string[] = [];
  const context = {
    device: cpu,
    files: {
      model(folder: string, name: string) {
        if (folder === 'tokenizers') throw new UserError('model_not_found', `no ${name}`, '');
        return join(goldens, name);
      },
    },
    notice: (message: string) => notices.push(message),
  } as unknown as RunContext;
  return { context, notices };
}

const node = (id: string) => registry[id] as AnyNode;

describe('the type of text encoders', () => {
  test.each([
    ['CLIPLoader', 'wan', 'is for Wan, which is not supported: choose sd3 (SD3 and SD3.5)'],
    ['CLIPLoaderGGUF', 'qwen_image', 'is for Qwen-Image'],
    ['DualCLIPLoader', 'sdxl', 'is for SDXL, which is not supported: choose sd3'],
    ['DualCLIPLoaderGGUF', 'hunyuan_video', 'is for HunyuanVideo'],
    ['DualCLIPLoader', 'fluxx', '"fluxx" is not known'],
  ])('of %s may not be %s', (id, type, problem) => {
    expect(node(id).validate?.({ type }, contextOf().context)).toContain(problem);
  });

  test.each([
    ['CLIPLoader', 'sd3'],
    ['DualCLIPLoaderGGUF', 'flux'],
  ])('of %s may be %s', (id, type) => {
    expect(node(id).validate?.({ type }, contextOf().context)).toBeNull();
  });
});

describe('names of ComfyUI-GGUF', () => {
  test.each([
    ['UnetLoaderGGUF', ['unet_name']],
    ['UnetLoaderGGUFAdvanced', ['unet_name', 'dequant_dtype', 'patch_dtype', 'patch_on_device']],
    ['CLIPLoaderGGUF', ['clip_name', 'type']],
    ['DualCLIPLoaderGGUF', ['clip_name1', 'clip_name2', 'type']],
    ['TripleCLIPLoaderGGUF', ['clip_name1', 'clip_name2', 'clip_name3']],
  ])('%s takes what its workflows give', (id, inputs) => {
    expect(Object.keys(node(id).inputs)).toEqual(inputs);
  });

  test('load what the nodes do that they are named for', async () => {
    const { context, notices } = contextOf();
    const unet_name = 'flux-dev/transformer';
    const { MODEL } = (await node('UnetLoaderGGUF').run({ unet_name }, context)) as {
      MODEL: ModelValue;
    };
    expect(MODEL.family).toBe('flux');
    const { CLIP } = (await node('DualCLIPLoaderGGUF').run(
      { clip_name1: 'flux-dev/text_encoder_2', clip_name2: 'flux-dev/text_encoder', type: 'flux' },
      context,
    )) as { CLIP: ClipValue };
    expect([CLIP.family, CLIP.clipL?.kind, CLIP.t5?.kind]).toEqual(['flux', 'clip', 't5']);
    expect(notices).toEqual([]);
  });

  test('tell of choices that have no effect', async () => {
    const { context, notices } = contextOf();
    const chosen = { dequant_dtype: 'float16', patch_dtype: 'default', patch_on_device: true };
    await node('UnetLoaderGGUFAdvanced').run(
      { unet_name: 'flux-dev/transformer', ...chosen },
      context,
    );
    expect(notices).toEqual([
      'dequant_dtype, patch_on_device: without effect; the device decides what it calculates in.',
    ]);
  });
});
