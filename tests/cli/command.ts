/** Runs the real command in a process of its own, on a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
export const FIRST_PICTURE = join(ROOT, 'workflows/first-picture.json');

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'taca-cli-'));
  folders.push(folder);
  return folder;
}

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param watch called with what is on standard output and error so far, e.g. to send a signal */
export async function command(
  args: readonly string[],
  watch: (child: ChildProcess, output: string) => void = () => undefined,
): Promise<Finished> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/taca-studio.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TACA_DATA: join(shared(), 'data') },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    watch(child, out + err);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    watch(child, out + err);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

let data: string | undefined;
/** One data folder for a file of tests, as a user has one. */
function shared(): string {
  data ??= temporaryFolder();
  return data;
}

/** The objects that `--json` prints. */
export function objectsOf(out: string): Record<string, unknown>[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
