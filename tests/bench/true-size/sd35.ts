/** SD3.5-medium at 512 x 512, a pass with and one without the prompt as one batch: ours in every precision, and the peers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { PRECISIONS } from '../../../nodes/runtime/precision.ts';
import type { Tensor } from '../../../nodes/tensor.ts';
import { measurePeer, measureOurs, type Row } from './measure-row.ts';
import { modelFile } from './models.ts';
import { operations } from './operations.ts';
import { randomInputs } from './random-inputs.ts';
import type { Setting } from './setting.ts';

const [SIDE, BATCH] = [512, 2];
/** What stable-diffusion.cpp and ComfyUI make of a short prompt: 77 of CLIP and 77 of T5. */
const TEXT_TOKENS = 154;
const IMAGE_TOKENS = (SIDE / 16) ** 2;

export async function measureSd35(setting: Setting, report: (row: Row) => void): Promise<void> {
  const { models, out, threads, steps, python } = setting;
  const model = modelFile(models, 'sd3.5_medium', 'BF16');
  const opened = openTransformer(model);
  const { linear, attention } = operations(opened, IMAGE_TOKENS, TEXT_TOKENS);
  const total = BATCH * (linear + attention);
  const size = { side: SIDE, textTokens: TEXT_TOKENS, batch: BATCH };
  const reference = join(out, 'sd3.5-fp32');

  for (const precision of PRECISIONS) {
    if (precision === 'fp16') continue;
    report(
      await measureOurs(setting, `ours, ${precision}`, total, {
        ...size,
        model,
        precision,
        reference: precision === 'fp32' ? null : reference,
        out: join(out, `sd3.5-${precision}`),
      }),
    );
  }
  if (python === '') return;
  const input = randomInputs(opened, size);
  const inputs = writeInputs(out, { latent: input.latent, text: input.text, pooled: input.pooled });
  for (const type of ['bfloat16', 'float32']) {
    const given = {
      model,
      type,
      threads,
      inputs,
      steps,
      out: join(out, `sd3.5-diffusers-${type}`),
    };
    report(
      await measurePeer(
        setting,
        `diffusers, ${type}`,
        total,
        'diffusers_steps.py',
        given,
        reference,
      ),
    );
  }
  for (const type of ['Q8_0', 'Q4_0'] as const) {
    const given = {
      model: modelFile(models, 'sd3.5_medium', type),
      clip_l: modelFile(models, 'clip_l', 'BF16'),
      clip_g: modelFile(models, 'clip_g', 'BF16'),
      vae: modelFile(models, 'vae', 'BF16'),
      threads,
      side: SIDE,
      steps,
      cfg: 4,
      prompt: 'a red circle',
    };
    report(await measurePeer(setting, `sd.cpp, ${type}`, total, 'sdcpp_steps.py', given, null));
  }
}

function writeInputs(folder: string, tensors: Record<string, Tensor>) {
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => {
      const file = join(folder, `input-${name}`);
      writeFileSync(file, data);
      return [name, [file, shape]];
    }),
  );
}
