/** Tells which model a LoRA file was made for, by its layers' names and widths. */
import type { LoraEntry } from './lora-keys.ts';

export const FLUX = 'FLUX.1';
export const SD3 = 'SD3 or SD3.5';
const UNET = 'SDXL or Stable Diffusion 1';

/** Names of layers that only one kind of model has; the first that is found counts. */
const BASES: readonly (readonly [RegExp, string])[] = [
  [/(^|[._])double_stream_modulation|to_qkv_mlp_proj/, 'FLUX.2'],
  [/(^|[._])distilled_guidance_layer/, 'Chroma'],
  [/(^|\.)double_blocks\.\d+\.(img|txt)_attn_qkv$/, 'HunyuanVideo'],
  [/(^|[._])double_stream_blocks[._]\d/, 'HiDream'],
  [/(^|[._])joint_transformer_blocks[._]\d/, 'AuraFlow'],
  [/(^|[._])transformer_blocks[._]\d+[._](img|txt)_(mlp|mod)[._]/, 'Qwen-Image'],
  [/(^|[._])(single_transformer_blocks|single_blocks|double_blocks)[._]\d/, FLUX],
  [/^lora_unet_(input|middle|output|down|mid|up)_block|^unet\.|(^|\.)(down|up)_blocks\./, UNET],
  [/(^|[._])joint_blocks[._]\d|(^|[._])transformer_blocks[._]\d+[._]attn2[._]to_/, SD3],
  [/(^|[._])blocks[._]\d+[._](cross_attn|self_attn)[._]/, 'Wan'],
  [/(^|[._])(noise_refiner|context_refiner)[._]\d/, 'Lumina or Z-Image'],
  [/(^|\.)layers\.\d+\.(attention|self_attn)\./, 'another kind of model'],
];

/** Width of the text that a UNet's cross-attention reads. */
const UNETS: Readonly<Record<number, string>> = {
  768: 'Stable Diffusion 1',
  1024: 'Stable Diffusion 2',
  2048: 'SDXL',
};
const UNET_TEXT = /(^|[._])attn2[._](processor[._])?to_[kv]$/;

/** Models whose layers take vectors of a width. */
const WIDTHS: Readonly<Record<number, string>> = {
  1536: 'SD3 medium or SD3.5 medium',
  2432: 'SD3.5 large',
  3072: FLUX,
};
const TRANSFORMER_BLOCK = /(^|[._])transformer_blocks[._]\d+[._]/;

/** The model that the names of the layers tell; null when they fit several. */
export function baseByNames(entries: readonly LoraEntry[]): string | null {
  const found = BASES.find(([pattern]) => entries.some(({ base }) => pattern.test(base)))?.[1];
  return (found === UNET ? unetOf(entries) : found) ?? null;
}

function unetOf(entries: readonly LoraEntry[]): string {
  const reader = entries.find(({ base, down }) => down && UNET_TEXT.test(base));
  return UNETS[reader?.down?.shape[1] ?? 0] ?? UNET;
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
