import { release } from 'node:os';
import type { DeviceKind } from '../device.ts';
import type { Adapter } from './adapter.ts';
import { linuxAdapters, nameOfDriver, vulkanDrivers } from './linux.ts';
import { nvidiaAdapters } from './nvidia.ts';
import { outputOf } from './output-of.ts';
import { windowsAdapters } from './windows.ts';

/** The graphics of this machine. */
export interface Graphics {
  readonly adapters: readonly Adapter[];
  /** NVIDIA's, in CUDA's order. */
  readonly nvidia: readonly Adapter[];
  /** Changes when a card, its driver or the system does. */
  readonly fingerprint: string;
}

export async function graphicsOf(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Graphics> {
  const nvidia = await nvidiaAdapters();
  const chosen = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES'];
  const drivers = platform === 'linux' ? vulkanDrivers(chosen) : [];
  const adapters = chosen ? [software(chosen)] : await adaptersOf(platform, nvidia);
  const fingerprint = JSON.stringify([
    platform,
    process.arch,
    release(),
    adapters,
    nvidia,
    drivers,
  ]);
  return { adapters, nvidia, fingerprint };
}

/**
 * The card that a device of a kind and index is, as far as that can be told: WebGPU chooses for itself, and does not say
 * which of several it took.
 */
export function adapterOf(
  { adapters, nvidia }: Graphics,
  kind: DeviceKind,
  index: number,
): Adapter | null {
  if (kind === 'cpu') return null;
  if (kind === 'cuda') return nvidia[index] ?? null;
  if (kind === 'dml') return adapters[index] ?? null;
  return adapters.length === 1 ? (adapters[0] ?? null) : null;
}

async function adaptersOf(
  platform: NodeJS.Platform,
  nvidia: readonly Adapter[],
): Promise<readonly Adapter[]> {
  if (platform === 'win32') return windowsAdapters();
  if (platform === 'linux') return [...nvidia, ...linuxAdapters()];
  if (platform !== 'darwin') return [];
  const name = (await outputOf('sysctl', ['-n', 'machdep.cpu.brand_string'])).trim();
  return name === '' ? [] : [{ name, driver: release(), memory: null, maker: 'other' }];
}

/** A driver that a person chose by `VK_DRIVER_FILES`. */
function software(chosen: string): Adapter {
  return { name: nameOfDriver(chosen), driver: chosen, memory: null, maker: 'other' };
}
