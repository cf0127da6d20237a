import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../../../errors.ts';

/** Tokenizers take a few megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** @throws UserError `tokenizer_missing`, `tokenizer_broken` */
export function readBytes(file: string): Buffer {
  let size = 0;
  try {
    size = statSync(file).size;
    if (size <= MOST_BYTES) return readFileSync(file);
  } catch (error) {
    throw new UserError(
      'tokenizer_missing',
      `There is no ${file}, and no tokenizer.json and spiece.model either.`,
      "Copy the model's tokenizer there: tokenizer.json, merges.txt of CLIP, or spiece.model of T5.",
      { cause: error },
    );
  }
  throw broken(file, `it is ${size} bytes long, and up to ${MOST_BYTES} are read`);
}

/** @throws UserError `tokenizer_missing`, `tokenizer_broken` */
export function readText(file: string): string {
  return readBytes(file).toString('utf8');
}

/** @throws UserError `tokenizer_missing`, `tokenizer_broken` */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw broken(file, error);
  }
}

export function broken(file: string, why: unknown): UserError {
  const reason = why instanceof Error ? why.message : String(why);
  return new UserError(
    'tokenizer_broken',
    `${file} cannot be read as a tokenizer: ${reason}.`,
    'Download the file again.',
  );
}
