/** FLUX.1-dev in 4 bits at 256 x 256 with 512 tokens of text, and the error of its blocks in every precision. */
import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { PRECISIONS } from '../../../nodes/runtime/precision.ts';
import { measureOurs, measurePeer, type Row } from './measure-row.ts';
import { modelFile } from './models.ts';
import { operations } from './operations.ts';
import type { Setting } from './setting.ts';

const SIZE = { side: 256, textTokens: 512, batch: 1 };
const IMAGE_TOKENS = (SIZE.side / 16) ** 2;
/** More than 256 tokens of T5, so that stable-diffusion.cpp takes 512. */
const LONG_PROMPT = 'a red circle above a blue square '.repeat(40);

export async function measureFlux(setting: Setting, report: (row: Row) => void): Promise<void> {
  const { models, out, threads, steps, python } = setting;
  const model = modelFile(models, 'flux1-dev', 'Q4_0');
  const { linear, attention } = operations(openTransformer(model), IMAGE_TOKENS, SIZE.textTokens);
  const total = linear + attention;
  const work = {
    ...SIZE,
    model,
    precision: 'int4',
    reference: null,
    out: join(out, 'flux-int4'),
  } as const;
  report(await measureOurs(setting, 'ours, int4 from Q4_0', total, work));
  if (python === '') return;
  const given = {
    model,
    clip_l: modelFile(models, 'clip_l', 'BF16'),
    vae: modelFile(models, 'vae', 'BF16'),
    threads,
    side: SIZE.side,
    steps,
    cfg: 1,
    prompt: LONG_PROMPT,
  };
  report(
    await measurePeer(setting, 'stable-diffusion.cpp, Q4_0', total, 'sdcpp_steps.py', given, null),
  );
}

/** Two double and two single blocks of true width: the whole does not fit into most memories in 32 bits. */
export async function measureFluxBlocks(
  setting: Setting,
  report: (row: Row) => void,
): Promise<void> {
  const { models, out } = setting;
  const model = modelFile(models, 'flux1-2+2', 'BF16');
  const { linear, attention } = operations(openTransformer(model), IMAGE_TOKENS, SIZE.textTokens);
  const reference = join(out, 'flux-blocks-fp32');
  for (const precision of PRECISIONS) {
    if (precision === 'fp16') continue;
    report(
      await measureOurs(setting, `2 + 2 blocks, ${precision}`, linear + attention, {
        ...SIZE,
        model,
        precision,
        reference: precision === 'fp32' ? null : reference,
        out: join(out, `flux-blocks-${precision}`),
      }),
    );
  }
}
