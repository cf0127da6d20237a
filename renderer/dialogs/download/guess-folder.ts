/** Where a file of a repository most likely belongs, by its name; a person can choose another. */
export function guessFolder(path: string): string {
  const name = path.toLowerCase();
  if (/lora/.test(name)) return 'loras';
  if (/(^|[/_.-])(vae|ae)([/_.-]|$)/.test(name)) return 'vae';
  if (/(clip|t5|text_encoder)/.test(name)) return 'text_encoders';
  if (/(flux|transformer|unet|diffusion_model)/.test(name)) return 'diffusion_models';
  return 'checkpoints';
}

/** Folders that a download can go to. */
export const FOLDERS = [
  'checkpoints',
  'diffusion_models',
  'text_encoders',
  'vae',
  'loras',
] as const;

const READABLE = /\.(safetensors|sft|gguf)$/i;

export function isWeights(path: string): boolean {
  return READABLE.test(path);
}
