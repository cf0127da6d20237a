/** Tells which model a LoRA file was made for, by its layers' names and widths. */
import type { LoraEntry } from './lora-keys.ts';

export const FLUX = 'FLUX.1';
export const SD3 = 'SD3 or SD3.5';

/** Names of layers that only one kind of model has. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/(^|[._])(single_transformer_blocks|single_blocks|double_blocks)[._]\d/, FLUX],
  [
    /^lora_unet_(input|middle|output|down|mid|up)_block|^unet\.|(^|\.)(down|up)_blocks\./,
    'SDXL or Stable Diffusion 1',
  ],
  [/(^|[._])joint_blocks[._]\d|(^|[._])transformer_blocks[._]\d+[._]attn2[._]to_/, SD3],
  [/(^|[._])blocks[._]\d+[._](cross_attn|self_attn)[._]/, 'Wan'],
  [/(^|\.)layers\.\d+\.(attention|self_attn)\./, 'another kind of model'],
];

/** Models whose layers take vectors of a width. */
const WIDTHS: Readonly<Record<number, string>> = {
  1536: 'SD3 medium or SD3.5 medium',
  2432: 'SD3.5 large',
  3072: FLUX,
};
const TRANSFORMER_BLOCK = /(^|[._])transformer_blocks[._]\d+[._]/;

/** The model that the names of the layers tell; null when they fit several. */
export function baseByNames(entries: readonly LoraEntry[]): string | null {
  const found = BASES.find(([pattern]) => entries.some(({ base }) => pattern.test(base)));
  return found?.[1] ?? null;
}

/** The model that layers taking vectors of this width belong to. */
export function modelOfWidth(width: number): string | null {
  return WIDTHS[width] ?? null;
}

/** What can be said without the model itself. */
export function loraBase(entries: readonly LoraEntry[]): {
  readonly base: string | null;
  readonly isSupported: boolean;
} {
  const named = baseByNames(entries);
  if (named !== null && named !== FLUX && named !== SD3) return { base: named, isSupported: false };
  const inBlock = entries.find(
    ({ base, down }) => down && TRANSFORMER_BLOCK.test(base) && /to_q|add_q_proj/.test(base),
  );
  const sized = modelOfWidth(inBlock?.down?.shape[1] ?? 0);
  const both = entries.some(({ base }) => TRANSFORMER_BLOCK.test(base)) ? SD3 : null;
  return { base: named === FLUX ? FLUX : (sized ?? named ?? both), isSupported: true };
}
