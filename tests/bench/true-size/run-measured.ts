import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes: most that were resident at once, files mapped into memory among them, and without these. */
  readonly resident: number;
  readonly anonymous: number;
}

const SAMPLE_MS = 50;

/** Runs a command to its end, with the memory of it and of all that it starts (Linux). @throws Error with its last words */
export async function runMeasured(command: string, args: readonly string[]): Promise<Measured> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let resident = 0;
  let anonymous = 0;
  const timer = setInterval(() => {
    const now = treeMemory(child.pid ?? 0);
    resident = Math.max(resident, now.resident);
    anonymous = Math.max(anonymous, now.anonymous);
  }, SAMPLE_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr.slice(-2000)}`);
  return { stdout, stderr, resident, anonymous };
}

interface Memory {
  resident: number;
  anonymous: number;
}

/** A process that has no others counts with the most that it ever had, which sampling may miss. */
function treeMemory(root: number): Memory {
  const own = memoryOf(root);
  if (!own) return { resident: 0, anonymous: 0 };
  const below = childrenOf(root).map(treeMemory);
  return {
    resident: below.reduce(
      (sum, { resident }) => sum + resident,
      below.length > 0 ? own.now : own.most,
    ),
    anonymous: below.reduce((sum, { anonymous }) => sum + anonymous, own.anonymous),
  };
}

function memoryOf(pid: number): { now: number; most: number; anonymous: number } | null {
  const status = read(`/proc/${pid}/status`);
  if (status === null) return null;
  const bytes = (field: string) =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { now: bytes('VmRSS'), most: bytes('VmHWM'), anonymous: bytes('RssAnon') };
}

function childrenOf(pid: number): number[] {
  const threads = list(`/proc/${pid}/task`);
  return threads.flatMap((thread) =>
    (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
