import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { OPENED } from './files/file-kinds.ts';

/** What the command line of the app asks for. */
interface AppArguments {
  /** Workflows and pictures to open. */
  readonly files: readonly string[];
  /** For `taca-studio serve`. */
  readonly serve: readonly string[];
}

const FOR_SERVER = ['data', 'models', 'device', 'threads', 'precision'] as const;

/** Reads what follows the program's name, and the app's folder in development; Chromium's own switches are let pass. */
export function appArguments(args: readonly string[], folder: string): AppArguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      FOR_SERVER.map((name) => [name, { type: 'string', multiple: true }] as const),
    ),
  });
  const files: string[] = [];
  const serve: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional' && OPENED.includes(extname(token.value).toLowerCase())) {
      files.push(resolve(folder, token.value));
    }
    if (token.kind !== 'option' || token.value === undefined) continue;
    if (FOR_SERVER.some((name) => name === token.name)) {
      const isPath = token.name === 'data' || token.name === 'models';
      serve.push(`--${token.name}`, isPath ? resolve(folder, token.value) : token.value);
    }
  }
  return { files, serve };
}
