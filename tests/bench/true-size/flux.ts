/** FLUX.1-dev in 4 bits at 256 x 256, and the error of its blocks in every precision. */
import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { PRECISIONS } from '../../../nodes/runtime/precision.ts';
import { measureOurs, measurePeer, type Row } from './measure-row.ts';
import { modelFile } from './models.ts';
import { operations } from './operations.ts';
import type { Setting } from './setting.ts';

const [SIDE, BATCH] = [256, 1];
const IMAGE_TOKENS = (SIDE / 16) ** 2;
/** As many as diffusers takes. */
const TEXT_TOKENS = 512;
/** As many as ComfyUI and stable-diffusion.cpp take for a short prompt. */
const SHORT_TEXT_TOKENS = 256;

export async function measureFlux(setting: Setting, report: (row: Row) => void): Promise<void> {
  const { models, out, threads, steps, python } = setting;
  const model = modelFile(models, 'flux1-dev', 'Q4_0');
  for (const textTokens of [TEXT_TOKENS, SHORT_TEXT_TOKENS]) {
    for (const precision of ['int4', 'w4a8'] as const) {
      const what = `ours, ${precision}, ${textTokens} text tokens`;
      const work = { side: SIDE, textTokens, batch: BATCH, model, precision, reference: null };
      const total = operationsOf(model, textTokens);
      report(await measureOurs(setting, what, total, { ...work, out: join(out, 'flux') }));
    }
  }
  if (python === '') return;
  const given = {
    model,
    clip_l: modelFile(models, 'clip_l', 'BF16'),
    vae: modelFile(models, 'vae', 'BF16'),
    threads,
    side: SIDE,
    steps,
    cfg: 1,
    prompt: 'a red circle',
  };
  const total = operationsOf(model, SHORT_TEXT_TOKENS);
  const what = `sd.cpp, Q4_0, ${SHORT_TEXT_TOKENS} text tokens`;
  report(await measurePeer(setting, what, total, 'sdcpp_steps.py', given, null));
}

function operationsOf(model: string, textTokens: number): number {
  const { linear, attention } = operations(openTransformer(model), IMAGE_TOKENS, textTokens);
  return BATCH * (linear + attention);
}

/** Two double and two single blocks of true width: the whole does not fit into most memories in 32 bits. */
export async function measureFluxBlocks(
  setting: Setting,
  report: (row: Row) => void,
): Promise<void> {
  const { models, out } = setting;
  const model = modelFile(models, 'flux1-2+2', 'BF16');
  const total = operationsOf(model, TEXT_TOKENS);
  const reference = join(out, 'flux-blocks-fp32');
  for (const precision of PRECISIONS) {
    if (precision === 'fp16') continue;
    report(
      await measureOurs(setting, `2 + 2 blocks, ${precision}`, total, {
        side: SIDE,
        textTokens: TEXT_TOKENS,
        batch: BATCH,
        model,
        precision,
        reference: precision === 'fp32' ? null : reference,
        out: join(out, `flux-blocks-${precision}`),
      }),
    );
  }
}
