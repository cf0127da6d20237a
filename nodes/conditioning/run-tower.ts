/** Token ids through a text tower that is opened on the device, or open already. */
import { readClipConfig } from '../networks/text/clip.ts';
import { openClip } from '../networks/text/clip-encoder.ts';
import { openT5 } from '../networks/text/t5-encoder.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import type { ScheduledLora } from '../lora/lora.ts';
import { parseLora, planLora } from '../lora/parse-lora.ts';
import { checkUnchanged } from '../networks/weights/check-unchanged.ts';
import type { RunContext } from '../run-context.ts';
import type { Tensor } from '../tensor.ts';

export type EncodeContext = Pick<RunContext, 'device' | 'models' | 'notice'>;
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
  { device, models }: EncodeContext,
): Promise<{ readonly hidden: Tensor; readonly pooled: Tensor | null }> {
  const { weights } = source;
  const target = LORA_TARGETS[tower];
  const ours = loras.filter((lora) => planLora(lora.weights, target, weights).length > 0);
  const files = [weights, ...ours.map((lora) => lora.weights)];
  const key = [tower, device.name, ...files.map((file) => `${file.label} ${file.identity}`)].join(
    '\n',
  );
  const branches = () =>
    ours.map((lora) => {
      checkUnchanged(lora.weights);
      return parseLora(lora.weights, target, weights);
    });
  const strengths = ours.map(({ strength }) => strength);
  if (tower === 't5') {
    const t5 = await models.open(key, () => openT5(weights, device, branches()));
    return { hidden: await t5.encode(ids, strengths), pooled: null };
  }
  const clip = await models.open(key, () => openClip(weights, device, branches()));
  const { penultimate, pooled, textEmbeds } = await clip.encode(ids, strengths);
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
