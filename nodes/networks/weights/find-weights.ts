/** Which file of a folder to open. */
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { weightMap } from './sharded.ts';

/** Names that diffusers and transformers give to the weights of a component. */
const STANDARD = ['diffusion_pytorch_model', 'model'];
/** With a variant, as "fp16", in any of the places that these have put it. */
const INDEX = /\.safetensors(\.\w+)?\.index(\.\w+)?\.json$/;
const PART = /-\d+-of-\d+\.safetensors$/;

export function isIndex(path: string): boolean {
  return INDEX.test(path);
}

/** The index that names a file as a part; null when it is no part, or has no index beside it. */
export function indexOf(path: string): string | null {
  const name = basename(path);
  if (!PART.test(name)) return null;
  const folder = dirname(path);
  const indices = readdirSync(folder)
    .filter(isIndex)
    .map((index) => join(folder, index));
  return indices.find((index) => [...weightMap(index).values()].includes(name)) ?? null;
}

/**
 * The file of a component folder to open: the whole file, else the index of its parts, else the only file there is.
 * @throws UserError `weights_not_in_folder`
 */
export function weightsIn(folder: string): string {
  const names = readdirSync(folder).toSorted();
  const standard = [
    ...STANDARD.map((name) => `${name}.safetensors`),
    ...STANDARD.map((name) => `${name}.safetensors.index.json`),
    ...STANDARD.map((name) => `${name}.fp16.safetensors`),
  ].find((name) => names.includes(name));
  const files = names.filter((name) => /\.(safetensors|gguf)$/.test(name));
  const only = files.length === 1 ? files[0] : undefined;
  const found = standard ?? only ?? names.find(isIndex);
  if (found !== undefined) return join(folder, found);
  const pickles = names.filter((name) => /\.(bin|ckpt|pth?)$/.test(name));
  throw new UserError(
    'weights_not_in_folder',
    files.length > 1
      ? `${folder} holds several weight files (${files.slice(0, 5).join(', ')}) and none is named ${STANDARD[0]}.safetensors or model.safetensors.`
      : `${folder} holds no .safetensors or .gguf file${pickles.length > 0 ? ` (but ${pickles[0]}, which is not read: pickles can run code)` : ''}.`,
    files.length > 1
      ? 'Leave one of them in the folder, or choose the file itself.'
      : 'Download the .safetensors version of the weights into this folder.',
  );
}
