/** Token ids through a text tower that is opened on the device, or open already. */
import { openClip } from '../networks/text/clip-encoder.ts';
import { openT5 } from '../networks/text/t5-encoder.ts';
import type { TextEncoderSource } from '../networks/text/text-encoder.ts';
import type { LowRank } from '../networks/onnx/low-rank.ts';
import type { RunContext } from '../run-context.ts';
import type { Tensor } from '../tensor.ts';

export type EncodeContext = Pick<RunContext, 'device' | 'models' | 'notice'>;
export type TowerName = 'clipL' | 'clipG' | 't5';

/** A LoRA's branches for one tower. */
export interface TowerLora {
  /** Tells LoRA files apart; part of the key under which the network is kept. */
  readonly identity: string;
  readonly strength: number;
  branches(): readonly LowRank[];
}

/**
 * What the transformer reads of the tower. SD3 takes CLIP before its last layer and without the final norm.
 * ComfyUI pools CLIP-L without its projection; diffusers projects both.
 */
export async function runTower(
  tower: TowerName,
  { weights, rules }: TextEncoderSource,
  ids: readonly (readonly number[])[],
  loras: readonly TowerLora[],
  { device, models }: EncodeContext,
): Promise<{ readonly hidden: Tensor; readonly pooled: Tensor | null }> {
  const key = [tower, weights.label, weights.identity, device.name, ...loras.map((l) => l.identity)];
  const branches = () => loras.map((lora) => lora.branches());
  const strengths = loras.map(({ strength }) => strength);
  if (tower === 't5') {
    const t5 = await models.open(key.join('\n'), () => openT5(weights, device, branches()));
    return { hidden: await t5.encode(ids, strengths), pooled: null };
  }
  const clip = await models.open(key.join('\n'), () => openClip(weights, device, branches()));
  const { penultimate, pooled, textEmbeds } = await clip.encode(ids, strengths);
  const unprojected = tower === 'clipL' && rules !== 'diffusers';
  return { hidden: penultimate, pooled: unprojected ? pooled : (textEmbeds ?? pooled) };
}
