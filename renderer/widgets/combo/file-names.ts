import type { Widget } from '../widget.ts';

/** Endings that say nothing in a list of models. */
export const WEIGHTS = /\.(safetensors|sft|gguf)$/i;

const FILES = /^(image|(ckpt|unet|vae|lora|clip|control_net|style_model|upscale_model)_name\d?)$/;

/** A choice of a file needs no label on its node: the file's name says what it is. */
export function namesFile({ name, isImage }: Pick<Widget<'combo'>, 'name' | 'isImage'>): boolean {
  return isImage || FILES.test(name);
}
