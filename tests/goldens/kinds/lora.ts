import { join } from 'node:path';
import { parseLora } from '../../../nodes/lora/parse-lora.ts';
import type { LoraTarget } from '../../../nodes/lora/lora-names.ts';
import { openClip } from '../../../nodes/networks/text/clip-encoder.ts';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { openWeights } from '../../../nodes/networks/weights/open-weights.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import type { GoldenCase, GoldenKind, GoldenWorld } from '../kind.ts';
import { openCase } from './transformer-case.ts';
import { rowsOf } from './text-model.ts';

type Computed = Record<string, Tensor>;

/** LoRAs on the transformer and on the text encoders, in PEFT's and in Kohya's form. */
export const lora: GoldenKind = {
  title: 'LoRA',
  matches: ({ name }) => name.startsWith('lora_'),
  async compute(golden, world) {
    const encoders = (golden.params['encoders'] ?? []) as LoraTarget[];
    const out = await transformerOutputs(golden, world);
    for (const encoder of encoders)
      Object.assign(out, await encoderOutputs(encoder, golden, world));
    return out;
  },
};

function loraOf({ params }: GoldenCase, { dir }: GoldenWorld) {
  return openWeights(join(dir, 'lora', params['lora'] as string));
}

function modelOf({ uses: [model = ''] }: GoldenCase, { dir }: GoldenWorld): string {
  return join(dir, model);
}

/** The manifest's numbers as Python writes them: 1.0. */
function strengthsOf({ params }: GoldenCase): { value: number; tag: string }[] {
  return (params['strengths'] as number[]).map((value) => ({
    value,
    tag: Number.isInteger(value) ? value.toFixed(1) : String(value),
  }));
}

async function transformerOutputs(golden: GoldenCase, world: GoldenWorld): Promise<Computed> {
  const opened = openTransformer(join(modelOf(golden, world), 'transformer'));
  const branches = parseLora(loraOf(golden, world), 'transformer', opened.weights);
  const { run, close } = await openCase(world, opened, [branches]);
  const out: Computed = {};
  for (const { value, tag } of strengthsOf(golden)) {
    out[`velocity_${tag}`] = (await run({ strengths: [value] }))['velocity'] as Tensor;
  }
  await close();
  return out;
}

async function encoderOutputs(
  name: LoraTarget,
  golden: GoldenCase,
  world: GoldenWorld,
): Promise<Computed> {
  const weights = openWeights(join(modelOf(golden, world), name));
  const branches = parseLora(loraOf(golden, world), name, weights);
  const encoder = await openClip(weights, world.device, [branches]);
  const ids = rowsOf(world.input('input_ids'));
  const out: Computed = {};
  for (const { value, tag } of strengthsOf(golden)) {
    const { penultimate, pooled, textEmbeds } = await encoder.encode(ids, [value]);
    out[`${name}.hidden_states_minus_2_${tag}`] = penultimate;
    out[`${name}.pooled_${tag}`] = textEmbeds ?? pooled;
  }
  await encoder.dispose();
  return out;
}
