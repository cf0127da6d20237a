import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ClipValue, ModelValue } from '../models.ts';
import { openTransformer } from '../networks/weights/open-transformer.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import type { RunContext } from '../run-context.ts';
import { strengthAt } from './lora.ts';
import { loraLoader } from './lora-loader.ts';
import { loraLoaderModelOnly } from './lora-loader-model-only.ts';
import { tacaLoraLoader } from './taca-lora-loader.ts';

const goldens = join(import.meta.dirname, '../../tests/goldens/data');
const { weights } = openTransformer(join(goldens, 'models/sd35m/transformer'));
const model = { weights, loras: [], taca: null } as unknown as ModelValue;
const clipL = { weights: openWeights(join(goldens, 'models/sd35m/text_encoder')) };
const clip = { clipL, loras: [] } as unknown as ClipValue;
const lora_name = 'sd35m_peft/pytorch_lora_weights.safetensors';
const windowValues = { start: 0, end: 0.1, steps: 3, timestep: 970 };

function contextOf() {
  const notices: string[] = [];
  const context = {
    files: { model: (_: string, name: string) => join(goldens, 'lora', name) },
    notice: (message: string) => notices.push(message),
  } as unknown as RunContext;
  return { context, notices };
}

test('the same LoRA twice counts twice, and what went in stays as it was', async () => {
  const { context } = contextOf();
  const inputs = { lora_name, strength_model: 0.5 };
  const once = (await loraLoaderModelOnly.run({ model, ...inputs }, context)) as Models;
  const twice = (await loraLoaderModelOnly.run(
    { model: once.MODEL, ...inputs },
    context,
  )) as Models;
  expect(twice.MODEL.loras.map(({ strength }) => strength)).toEqual([0.5, 0.5]);
  expect(model.loras).toEqual([]);
});

test('model and CLIP get their own strengths; 0 leaves one as it is', async () => {
  const { context } = contextOf();
  const run = (strength_model: number, strength_clip: number) =>
    loraLoader.run({ model, clip, lora_name, strength_model, strength_clip }, context);
  const both = (await run(0.8, -1)) as Models;
  expect([both.MODEL.loras[0]?.strength, both.CLIP.loras[0]?.strength]).toEqual([0.8, -1]);
  const one = (await run(0, 1)) as Models;
  expect(one.MODEL).toBe(model);
  expect(one.CLIP.loras).toHaveLength(1);
});

test('a LoRA that follows TACA is on as long as TACA is, wherever that is set', async () => {
  const { context } = contextOf();
  const inputs = { model, lora_name, strength: 0.7, mode: 'follow_taca', ...windowValues };
  const { MODEL } = (await tacaLoraLoader.run(inputs, context)) as Models;
  const [lora] = MODEL.loras;
  const at = (step: number, taca: Parameters<typeof strengthAt>[1]) =>
    lora && strengthAt(lora, taca, { step, steps: 20, timestep: 0 });
  const taca = { window: { unit: 'steps', steps: 5 } } as const;
  expect([at(4, taca), at(5, taca)]).toEqual([0.7, 0]);
  expect([at(1, null), at(2, null)]).toEqual([0.7, 0]);
});

test('a LoRA may have a window of its own', async () => {
  const { context } = contextOf();
  const inputs = { model, lora_name, strength: 1, mode: 'timestep', ...windowValues };
  const { MODEL } = (await tacaLoraLoader.run(inputs, context)) as Models;
  expect(MODEL.loras[0]?.window).toEqual({ unit: 'timestep', threshold: 970 });
});

test('a window that ends before it starts is refused before the run', () => {
  const { context } = contextOf();
  const inputs = { ...windowValues, mode: 'share', start: 0.5 };
  expect(tacaLoraLoader.validate?.(inputs, context)).toContain('before it starts');
  expect(tacaLoraLoader.validate?.({ ...inputs, mode: 'follow_taca' }, context)).toBeNull();
});

test('keys for encoders that this CLIP has not are no fault, keys of no layer are told', async () => {
  const { context, notices } = contextOf();
  await loraLoader.run({ model, clip, lora_name, strength_model: 1, strength_clip: 1 }, context);
  expect(notices).toEqual([]);
  const tensors = new Map([...weights.tensors].filter(([name]) => !name.startsWith('proj_out')));
  const smaller = { ...model, weights: { ...weights, tensors } };
  await loraLoaderModelOnly.run({ model: smaller, lora_name, strength_model: 1 }, context);
  expect(notices).toEqual([
    `${lora_name}: 2 of 168 LoRA keys match nothing and have no effect: transformer.proj_out.lora_A.weight, transformer.proj_out.lora_B.weight`,
  ]);
});

interface Models {
  readonly MODEL: ModelValue;
  readonly CLIP: ClipValue;
}
