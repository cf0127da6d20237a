import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Adapter } from './adapter.ts';

const MAKERS: Readonly<Record<string, string>> = {
  '0x1002': 'AMD',
  '0x10de': 'NVIDIA',
  '0x8086': 'Intel',
};
const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

/** Cards of the kernel's list that are not NVIDIA's, which tells of its own. @param root for tests */
export function linuxAdapters(root = '/sys/class/drm'): Adapter[] {
  return list(root)
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => join(root, name, 'device'))
    .filter((folder) => read(folder, 'vendor') !== '' && read(folder, 'vendor') !== '0x10de')
    .map((folder) => {
      const vendor = read(folder, 'vendor');
      const model = read(folder, 'product_name') || `graphics ${read(folder, 'device')}`;
      const memory = Number(read(folder, 'mem_info_vram_total'));
      return {
        name: `${MAKERS[vendor] ?? vendor} ${model}`,
        driver: driverOf(folder),
        memory: memory > 0 ? memory : null,
        maker: 'other',
      };
    });
}

/**
 * The Vulkan drivers that are installed, with their sizes and times: they belong to no card, and decide what comes out.
 * @param chosen paths, as `VK_DRIVER_FILES` names them
 */
export function vulkanDrivers(chosen: string | undefined): string[] {
  const files = chosen
    ? chosen.split(':')
    : ICD_FOLDERS.flatMap((folder) => list(folder).map((name) => join(folder, name)));
  return files.map((file) => {
    const status = statSync(file, { throwIfNoEntry: false });
    return status ? `${file} ${status.size} ${status.mtimeMs}` : file;
  });
}

/** A Vulkan driver that was chosen by name: `vk_swiftshader_icd.json` is swiftshader. */
export function nameOfDriver(chosen: string): string {
  return basename(chosen.split(':')[0] ?? '')
    .replace(/\.json$/, '')
    .replace(/^vk_|_icd.*$/g, '');
}

function driverOf(folder: string): string {
  try {
    return basename(readlinkSync(join(folder, 'driver')));
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch {
    return '';
  }
}
