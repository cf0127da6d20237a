import { readFileSync } from 'node:fs';
import { EngineDied } from '../../protocol/engine.ts';

/** How a process ended, and what it left. */
export interface Death {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly log: readonly string[];
  /** Did the system end a process for want of memory meanwhile? null where it does not say. */
  readonly systemKilled: boolean | null;
}

const MEMORY_CURE =
  'Make a smaller picture or batch, decode with VAE Decode (Tiled), or close other programs.';
const OUT_OF_MEMORY = /bad_alloc|out of memory|failed to allocate|cannot allocate memory/i;

/** What to tell the person whose job was running. */
export function causeOfDeath({ exitCode, signal, log, systemKilled }: Death): EngineDied {
  if (log.some((line) => OUT_OF_MEMORY.test(line))) {
    return new EngineDied('The engine ran out of memory.', log, 'out_of_memory', MEMORY_CURE);
  }
  if (signal === 'SIGKILL' && systemKilled !== false) {
    const message = 'The engine was killed by the system, most likely for want of memory.';
    return new EngineDied(message, log, 'out_of_memory', MEMORY_CURE);
  }
  const how = signal ? `by signal ${signal}` : `with exit code ${exitCode}`;
  const last = log.at(-1);
  return new EngineDied(
    `The engine process ended ${how}${last ? `: ${last}` : '.'}`,
    log,
    'engine_died',
    'Queue the workflow again; if it happens again, report it with the lines above.',
  );
}

/** Processes that the Linux kernel has killed for want of memory since it started; null elsewhere. */
export function outOfMemoryKills(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}
