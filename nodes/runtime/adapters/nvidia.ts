import { existsSync } from 'node:fs';
import { outputOf } from './output-of.ts';
import type { Adapter } from './adapter.ts';

const QUERY = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader,nounits'];
const MIB = 2 ** 20;

/** NVIDIA's cards in its own order, which is CUDA's; none where its driver is not. */
export async function nvidiaAdapters(): Promise<Adapter[]> {
  const hasDriver =
    process.platform === 'win32' ||
    existsSync('/proc/driver/nvidia/version') ||
    existsSync('/dev/dxg');
  return hasDriver ? parseNvidiaSmi(await outputOf('nvidia-smi', QUERY)) : [];
}

/** @param text lines of name, version of the driver, MiB */
export function parseNvidiaSmi(text: string): Adapter[] {
  return text.split('\n').flatMap((line) => {
    const [name, version, mib] = line.split(',').map((part) => part.trim());
    if (!name || !version) return [];
    const memory = Number(mib) > 0 ? Number(mib) * MIB : null;
    return [{ name, driver: `NVIDIA ${version}`, memory, maker: 'nvidia' as const }];
  });
}
