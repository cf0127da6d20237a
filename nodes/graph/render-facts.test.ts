import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../index.ts';
import type { JsonObject } from './json.ts';
import { NO_FACTS, renderFacts } from './render-facts.ts';
import { layoutsOfRegistry } from './workflow/class-layout.ts';
import { uiToApi } from './workflow/ui-to-api.ts';

function bundled(name: string): JsonObject {
  const path = join(import.meta.dirname, '../../workflows', name);
  return uiToApi(JSON.parse(readFileSync(path, 'utf8')) as JsonObject, layoutsOfRegistry(registry))
    .prompt;
}

describe('renderFacts', () => {
  it('reads the first workflow', () => {
    expect(renderFacts(bundled('first-picture.json'))).toEqual({
      positive: 'a red circle to the left of a blue square',
      negative: '',
      seeds: ['54'],
      models: ['shapes'],
      loras: [{ name: 'shapes-taca-r16.safetensors', strength: 1 }],
      sampler: 'euler',
      scheduler: 'normal',
      steps: 20,
      cfg: 4,
      guidance: null,
      temperature: 1.2,
    });
  });

  it('follows noise, guider, sampler and sigmas of the custom sampler', () => {
    expect(renderFacts(bundled('custom-sampling.json'))).toMatchObject({
      positive: 'a yellow star above a green square',
      seeds: ['11'],
      models: ['shapes'],
      sampler: 'dpmpp_2m',
      scheduler: 'sgm_uniform',
      steps: 20,
      cfg: 4,
      temperature: 1.2,
    });
  });

  it('tells by the file name which of two saving nodes made it', () => {
    const prompt = bundled('image-to-image.json');
    const before = renderFacts(prompt, 'redrawn/before_00001_.png');
    const after = renderFacts(prompt, 'redrawn/after_00001_.png');
    expect(before).toMatchObject({ positive: 'a red circle', seeds: ['7'] });
    expect(after).toMatchObject({ positive: 'a blue circle', seeds: ['8', '7'] });
  });

  it('passes through guidance and combinations, and leaves zeroed text out', () => {
    const facts = renderFacts({
      1: { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev' } },
      2: { class_type: 'CLIPTextEncodeFlux', inputs: { clip_l: 'a cat', t5xxl: ['9', 0] } },
      3: { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['2', 0] } },
      4: {
        class_type: 'ConditioningCombine',
        inputs: { conditioning_1: ['3', 0], conditioning_2: ['8', 0] },
      },
      5: { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['2', 0] } },
      6: {
        class_type: 'KSampler',
        inputs: {
          model: ['1', 0],
          positive: ['4', 0],
          negative: ['5', 0],
          steps: 8,
          seed: 2n ** 63n,
        },
      },
      8: { class_type: 'CLIPTextEncode', inputs: { text: 'a hat' } },
      9: { class_type: 'PrimitiveString', inputs: { value: 'a cat asleep' } },
    });
    expect(facts).toMatchObject({
      positive: 'a cat\na cat asleep\na hat',
      negative: '',
      models: ['flux1-dev'],
      seeds: ['9223372036854775808'],
      guidance: 3.5,
    });
  });

  it('tells positive from negative where one node carries both', () => {
    const facts = renderFacts({
      1: { class_type: 'CLIPTextEncode', inputs: { text: 'yes' } },
      2: { class_type: 'CLIPTextEncode', inputs: { text: 'no' } },
      3: {
        class_type: 'ControlNetApplyAdvanced',
        inputs: { positive: ['1', 0], negative: ['2', 0] },
      },
      4: { class_type: 'KSampler', inputs: { positive: ['3', 0], negative: ['3', 1], steps: 1 } },
    });
    expect(facts).toMatchObject({ positive: 'yes', negative: 'no' });
  });

  it('ends where links go round', () => {
    const facts = renderFacts({
      1: {
        class_type: 'ConditioningCombine',
        inputs: { conditioning_1: ['1', 0], conditioning_2: ['2', 0] },
      },
      2: {
        class_type: 'KSampler',
        inputs: { positive: ['1', 0], steps: ['3', 0], latent_image: ['2', 0] },
      },
      3: { class_type: 'PrimitiveInt', inputs: { value: ['3', 0] } },
      4: { class_type: 'SaveImage', inputs: { images: ['2', 0] } },
    });
    expect(facts).toMatchObject({ positive: '', steps: null });
  });

  it.each([undefined, null, 3, 'x', [], {}, { 1: 2 }, { 1: { class_type: 3, inputs: {} } }])(
    'knows nothing of %j',
    (json) => expect(renderFacts(json)).toEqual(NO_FACTS),
  );
});
