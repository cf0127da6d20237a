import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Workspace } from '../files/workspace.ts';

export type Tower = 'clipL' | 'clipG' | 't5';

/** Folder names of a tower's tokenizer, ours first, then that of a diffusers pipeline. */
const NAMES: Readonly<Record<Tower, readonly [string, ...string[]]>> = {
  clipL: ['clip_l', 'tokenizer'],
  clipG: ['clip_g', 'tokenizer_2'],
  t5: ['t5', 't5xxl', 'tokenizer_3'],
};

/**
 * The folder with the tokenizer of a tower whose weights lie alone in a file: beside the file, in the folder above
 * (where a diffusers pipeline has it), or in the models' `tokenizers`.
 * @returns the folder, or the error for whoever needs it
 */
export function tokenizerFolder(
  tower: Tower,
  weightsPath: string,
  files: Pick<Workspace, 'model'>,
): string | UserError {
  const near = dirname(weightsPath);
  for (const name of NAMES[tower]) {
    const found = [join(near, name), join(dirname(near), name)].find(hasTokenizer);
    if (found !== undefined) return found;
  }
  for (const name of NAMES[tower].toReversed()) {
    try {
      const found = files.model('tokenizers', name);
      if (hasTokenizer(found)) return found;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (name === NAMES[tower][0]) return missing(tower, weightsPath, error.message);
    }
  }
  return missing(tower, weightsPath, `The folder "${NAMES[tower][0]}" holds none.`);
}

function hasTokenizer(folder: string): boolean {
  return ['tokenizer.json', 'vocab.json'].some((name) => existsSync(join(folder, name)));
}

function missing(tower: Tower, weightsPath: string, searched: string): UserError {
  const [name] = NAMES[tower];
  return new UserError(
    'tokenizer_missing',
    `${weightsPath} holds a text encoder (${name}) but no tokenizer, which weight files never do. ${searched}`,
    `Put tokenizer.json and tokenizer_config.json of ${name} into the folder models/tokenizers/${name}.`,
  );
}
