/** Files of the input folder as node inputs. */
import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { Json } from '../graph/json.ts';
import type { RunContext } from '../run-context.ts';

type Files = Pick<RunContext, 'files'>;

/** Changes when the file does. @throws UserError when it is missing */
export function fileIdentity(name: string, { files }: Files): Json {
  const { size, mtimeMs } = statSync(files.input(name));
  return [size, mtimeMs];
}

/** What is wrong with a file name, in ComfyUI's words; null: nothing. @param kind the input's name, `image` or `latent` */
export function fileProblem(
  kind: string,
  name: string | undefined,
  { files }: Files,
): string | null {
  if (name === undefined) return null;
  try {
    files.input(name);
    return null;
  } catch (error) {
    if (error instanceof UserError) return `${kind} - Invalid ${kind} file: ${name}`;
    throw error;
  }
}
