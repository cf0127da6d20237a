import { totalmem } from 'node:os';
import type { Device } from '../../nodes/runtime/device.ts';

const MIB = 2 ** 20;

/** The largest network has this to itself, for networks take turns; the rest is for results and the program. */
const SHARE_OF_MODELS = 5 / 8;
/** Other programs draw on a graphics card, too. */
const SHARE_OF_DEVICE = 0.9;

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
  return {
    total,
    models: total * SHARE_OF_MODELS,
    results: Math.min(total / 8, 2048 * MIB),
    disk: 512 * MIB,
  };
}

/** Bytes for opened networks on a device: those of its own memory, where it has some. */
export function modelsBudget({ models }: MemoryBudget, { memory }: Pick<Device, 'memory'>): number {
  return memory === null ? models : memory * SHARE_OF_DEVICE;
}

function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
