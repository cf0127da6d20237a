import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Workspace } from '../files/workspace.ts';
import { holdsTokenizer } from '../networks/text/tokenizer/read-tokenizer.ts';
import { TOKENIZER_FILES, type TokenizerFile } from '../files/tokenizer-files.ts';

export type Tower = 'clipL' | 'clipG' | 't5';

interface Places {
  /** Names of its folder, in the order of the search; CLIP-G has CLIP-L's vocabulary. */
  readonly names: readonly string[];
  /** In an installation of ComfyUI. */
  readonly comfyui: string;
  /** Where what is fetched for it goes. */
  readonly fetched: TokenizerFile['folder'];
}

const CLIP = { comfyui: 'comfy/sd1_tokenizer', fetched: 'clip_l' } as const;
const PLACES: Readonly<Record<Tower, Places>> = {
  clipL: { ...CLIP, names: ['clip_l', 'tokenizer'] },
  clipG: { ...CLIP, names: ['clip_g', 'tokenizer_2', 'clip_l', 'tokenizer'] },
  t5: {
    comfyui: 'comfy/text_encoders/t5_tokenizer',
    fetched: 't5',
    names: ['t5', 't5xxl', 'tokenizer_3'],
  },
};
/** Folders above the weights that are looked through for ComfyUI's: `models/text_encoders/…` lies in it. */
const LEVELS = 5;

/**
 * The folder with the tokenizer of a tower whose weights lie alone in a file: beside the file, in the folder above
 * (where a diffusers pipeline has it), in the models' `tokenizers`, or in the ComfyUI that the weights lie in.
 * @returns the folder, or the error for whoever needs it
 */
export function tokenizerFolder(
  tower: Tower,
  weightsPath: string,
  files: Pick<Workspace, 'model'>,
): string | UserError {
  const { names, comfyui } = PLACES[tower];
  const above = foldersAbove(weightsPath);
  const near = names.flatMap((name) => above.slice(0, 2).map((folder) => join(folder, name)));
  const among = names.flatMap((name) => amongModels(name, files));
  const installed = above.map((folder) => join(folder, comfyui));
  const found = [...ofComponent(weightsPath), ...near, ...among, ...installed].find(holdsTokenizer);
  return found ?? missing(tower, weightsPath);
}

/** `tokenizer_2` for `text_encoder_2`, as diffusers' pipelines name them. */
function ofComponent(path: string): string[] {
  return [path, dirname(path)]
    .filter((folder) => /^text_encoder(_\d)?$/.test(basename(folder)))
    .map((folder) => join(dirname(folder), basename(folder).replace('text_encoder', 'tokenizer')));
}

function foldersAbove(path: string): string[] {
  const folders = [dirname(path)];
  while (folders.length < LEVELS) folders.push(dirname(folders.at(-1) ?? path));
  return [...new Set(folders)];
}

function amongModels(name: string, files: Pick<Workspace, 'model'>): string[] {
  try {
    return [files.model('tokenizers', name)];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function missing(tower: Tower, weightsPath: string): UserError {
  const { fetched } = PLACES[tower];
  const file = TOKENIZER_FILES.find(({ folder }) => folder === fetched);
  return new UserError(
    'tokenizer_missing',
    `${weightsPath} holds a text encoder but no vocabulary for it, which weight files lack, and there is none among the models' tokenizers.`,
    `Run "taca-studio tokenizers fetch ${fetched}", or put ${file?.file} of ${file?.repo} into models/tokenizers/${fetched}.`,
  );
}
