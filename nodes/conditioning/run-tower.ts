/** Token ids through a text tower that is opened on the device, or open already. */
import { readClipConfig } from '../networks/text/clip.ts';
import { openClip } from '../networks/text/clip-encoder.ts';
import { openT5 } from '../networks/text/t5-encoder.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import { bytesOfLora } from '../loading/bytes-of-lora.ts';
import type { LoadContext } from '../loading/choose-for.ts';
import { planTower } from '../loading/plan-tower.ts';
import type { ScheduledLora } from '../lora/lora.ts';
import { parseLora, planLora } from '../lora/parse-lora.ts';
import { checkUnchanged } from '../networks/weights/check-unchanged.ts';
import type { Tensor } from '../tensor.ts';

export type EncodeContext = LoadContext;
export type TowerName = 'clipL' | 'clipG' | 't5';

/** Widths of the published towers. */
export const CLIP_WIDTHS = { clipL: 768, clipG: 1280 } as const;

/** What LoRA files call the towers. */
const LORA_TARGETS = {
  clipL: 'text_encoder',
  clipG: 'text_encoder_2',
  t5: 'text_encoder_3',
} as const;

/**
 * [sequences, length, width] as the transformer reads it (of CLIP: before its last layer, without the final norm), and
 * [sequences, pooled width].
 */
export async function runTower(
  tower: TowerName,
  source: TextEncoderSource,
  ids: readonly (readonly number[])[],
  loras: readonly ScheduledLora[],
  context: EncodeContext,
): Promise<{ readonly hidden: Tensor; readonly pooled: Tensor | null }> {
  const { weights } = source;
  const target = LORA_TARGETS[tower];
  const ours = loras.filter((lora) => planLora(lora.weights, target, weights).length > 0);
  const loraBytes = ours.reduce((sum, lora) => sum + bytesOfLora(lora.weights), 0);
  const tokens = [ids.length, ids[0]?.length ?? 0] as const;
  const planned = await planTower(source, loraBytes, tokens, context);
  const { plan, device, weights: prepared } = planned;
  const files = [weights, ...ours.map((lora) => lora.weights)];
  const names = files.map((file) => `${file.label} ${file.identity}`);
  const request = {
    ...plan,
    key: [tower, device.name, plan.precision, plan.streamed, ...names].join('\n'),
    label: weights.label,
  };
  const branches = () =>
    ours.map((lora) => {
      checkUnchanged(lora.weights);
      return parseLora(lora.weights, target, weights);
    });
  const strengths = ours.map(({ strength }) => strength);
  const { models } = context;
  if (tower === 't5') {
    const load = () => openT5(prepared, device, branches(), plan);
    const hidden = await models.use({ ...request, load }, (t5) =>
      t5.encode(ids, strengths, () => context.checkpoint()),
    );
    return { hidden, pooled: null };
  }
  const load = () => openClip(prepared, device, branches());
  const { penultimate, pooled, textEmbeds } = await models.use({ ...request, load }, (clip) =>
    clip.encode(ids, strengths),
  );
  return {
    hidden: penultimate,
    pooled: isProjected(tower, source) ? (textEmbeds ?? pooled) : pooled,
  };
}

/** Width of a CLIP's pooled vector; a tower that is not there counts as the published one. */
export function pooledWidth(
  tower: 'clipL' | 'clipG',
  source: TextEncoderSource | undefined,
): number {
  if (!source) return CLIP_WIDTHS[tower];
  const config = readClipConfig(source.weights);
  return isProjected(tower, source) ? (config.projection ?? config.width) : config.width;
}

/** ComfyUI pools CLIP-L without its projection; diffusers projects both. */
function isProjected(tower: TowerName, { rules }: TextEncoderSource): boolean {
  return tower === 'clipG' || rules === 'diffusers';
}
