import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export interface ProcessRun {
  /** From start to exit. */
  readonly seconds: number;
  /** Largest sum over the process and its children of proportional set sizes, in MB (Linux; else NaN). */
  readonly peakMemory: number;
  readonly stdout: string;
}

/** Runs a command to its end. @throws Error with its stderr when it fails */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: { memory: boolean; env?: NodeJS.ProcessEnv },
): Promise<ProcessRun> {
  const start = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let peak = NaN;
  const sample = () => {
    const now = treeMemory(child.pid ?? 0);
    if (!(now <= peak)) peak = now;
  };
  const timer = options.memory ? setInterval(sample, 20) : undefined;
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return { seconds: (performance.now() - start) / 1000, peakMemory: peak, stdout };
}

/** Proportional set size of a process and all below it, in MB. */
function treeMemory(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? read(`/proc/${entry}/stat`) : null;
    if (stat)
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  let kilobytes = 0;
  for (const pid of parents.keys()) {
    if (isBelow(pid))
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
