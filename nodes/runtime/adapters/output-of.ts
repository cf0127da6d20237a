import { execFile } from 'node:child_process';

const PATIENCE_MS = 10_000;

/** What a program of the system prints; nothing where there is none, or it fails. */
export function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: PATIENCE_MS, windowsHide: true };
    execFile(program, args, options, (error, stdout) => resolve(error ? '' : stdout));
  });
}
