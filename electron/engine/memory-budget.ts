import { totalmem } from 'node:os';

const MIB = 2 ** 20;

interface MemoryBudget {
  /** Bytes for everything. */
  readonly total: number;
  /** Bytes for opened networks. */
  readonly models: number;
  /** Bytes for results of nodes, in memory and on disk. */
  readonly results: number;
  readonly disk: number;
}

/** @param total bytes that the process may use: those of the machine, or of its container */
export function memoryBudget(total = usableMemory()): MemoryBudget {
  return { total, models: total / 2, results: Math.min(total / 8, 2048 * MIB), disk: 512 * MIB };
}

function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
