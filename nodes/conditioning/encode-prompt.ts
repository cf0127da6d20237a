/** Prompts to what SD3's transformer reads, by diffusers' rules or by ComfyUI's. */
import { UserError } from '../errors.ts';
import type { ClipValue } from '../models.ts';
import { zeros, type Tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';
import { encodeTower } from './encode-tower.ts';
import { joinTowers } from './join-towers.ts';
import type { EncodeContext, TowerName } from './run-tower.ts';

/** One text a tower; null: that tower says nothing (zeros, or no tokens of T5). */
export type TowerTexts = Readonly<Record<TowerName, string | null>>;

const TITLES = { clipL: 'CLIP-L', clipG: 'CLIP-G', t5: 'T5' } as const;
/** T5 tokens of diffusers' StableDiffusion3Pipeline. */
const DIFFUSERS_T5_LENGTH = 256;

/**
 * @param clip null: the checkpoint has no text encoders
 * @param text for all towers, or one each
 * @throws UserError `clip_missing`, `text_width`, or what reading tokenizers, weights and LoRAs throws
 */
export async function encodePrompt(
  clip: ClipValue | null,
  text: string | TowerTexts,
  context: EncodeContext,
): Promise<Conditioning> {
  if (!clip || !(clip.clipL ?? clip.clipG ?? clip.t5)) throw clipMissing();
  const texts = typeof text === 'string' ? { clipL: text, clipG: text, t5: text } : text;
  const cuts: string[] = [];
  const encode = async (tower: TowerName) => {
    const source = clip[tower];
    const words = texts[tower];
    if (!source || words === null) return null;
    const output = await encodeTower(tower, source, words, [], context);
    if (output.read < output.tokens) {
      cuts.push(`${TITLES[tower]} read ${output.read} of ${output.tokens} tokens`);
    }
    return output;
  };
  const clipL = await encode('clipL');
  const clipG = await encode('clipG');
  const t5 = (await encode('t5'))?.hidden ?? zerosForT5(clip);
  if (cuts.length > 0) context.notice(`The prompt is too long: ${cuts.join(', ')}.`);
  return joinTowers({ clipL, clipG, t5, jointDim: clip.jointDim });
}

/** diffusers puts zeros in the place of a T5 that is not there; ComfyUI leaves it out. */
function zerosForT5({ clipL, clipG, t5, jointDim }: ClipValue): Tensor | null {
  const byDiffusers = (clipL ?? clipG)?.rules === 'diffusers';
  return byDiffusers && !t5 ? zeros([1, DIFFUSERS_T5_LENGTH, jointDim]) : null;
}

function clipMissing(): UserError {
  return new UserError(
    'clip_missing',
    'There is no text encoder: the checkpoint holds none.',
    'Load the text encoders with a CLIP loader, or choose a checkpoint that includes them.',
  );
}
