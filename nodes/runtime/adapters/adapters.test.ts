import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adapterOf, graphicsOf } from './graphics.ts';
import { linuxAdapters, nameOfDriver } from './linux.ts';
import { parseNvidiaSmi } from './nvidia.ts';
import { parseRegistry } from './windows.ts';

test('cards of NVIDIA with their driver and memory', () => {
  const text = 'NVIDIA GeForce RTX 4090, 580.65.06, 24564\nNVIDIA T400, 580.65.06, [N/A]\n';
  expect(parseNvidiaSmi(text)).toEqual([
    {
      name: 'NVIDIA GeForce RTX 4090',
      driver: 'NVIDIA 580.65.06',
      memory: 24564 * 2 ** 20,
      maker: 'nvidia',
    },
    { name: 'NVIDIA T400', driver: 'NVIDIA 580.65.06', memory: null, maker: 'nvidia' },
  ]);
  expect(parseNvidiaSmi('')).toEqual([]);
});

test('cards of Windows', () => {
  const key = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\Class\{4d36e968}`;
  const text = [
    '',
    key,
    '    Class    REG_SZ    Display',
    '',
    String.raw`${key}\0000`,
    '    DriverDesc    REG_SZ    AMD Radeon RX 7900 XTX',
    '    DriverVersion    REG_SZ    32.0.21013.1000',
    '    ProviderName    REG_SZ    Advanced Micro Devices, Inc.',
    '    HardwareInformation.qwMemorySize    REG_QWORD    0x600000000',
    '',
    String.raw`${key}\0000\Settings`,
    '    DriverDesc    REG_SZ    not a card',
  ].join('\r\n');
  expect(parseRegistry(text)).toEqual([
    {
      name: 'AMD Radeon RX 7900 XTX',
      driver: '32.0.21013.1000',
      memory: 24 * 2 ** 30,
      maker: 'other',
    },
  ]);
});

test('cards of Linux, without those that tell of themselves', () => {
  const root = mkdtempSync(join(tmpdir(), 'drm-'));
  const card = (name: string, files: Readonly<Record<string, string>>) => {
    const device = join(root, name, 'device');
    mkdirSync(device, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(device, file), text);
    symlinkSync('/sys/bus/pci/drivers/amdgpu', join(device, 'driver'));
  };
  card('card0', { vendor: '0x1002\n', device: '0x744c\n', mem_info_vram_total: '25753026560\n' });
  card('card1', { vendor: '0x10de\n', device: '0x2684\n' });
  card('card0-DP-1', { vendor: '0x1002\n' });
  expect(linuxAdapters(root)).toEqual([
    { name: 'AMD graphics 0x744c', driver: 'amdgpu', memory: 25753026560, maker: 'other' },
  ]);
  rmSync(root, { recursive: true });
});

test('a driver that was chosen gives the name', () => {
  expect(nameOfDriver('/usr/lib/chromium/vk_swiftshader_icd.json')).toBe('swiftshader');
  expect(nameOfDriver('/usr/share/vulkan/icd.d/lvp_icd.x86_64.json')).toBe('lvp');
});

test('which of several cards WebGPU took is not known', () => {
  const adapter = { driver: '', memory: null, maker: 'other' } as const;
  const [a, b] = [
    { ...adapter, name: 'a' },
    { ...adapter, name: 'b' },
  ];
  const graphics = { adapters: [a, b], nvidia: [b], fingerprint: '' };
  expect(adapterOf(graphics, 'webgpu', 0)).toBeNull();
  expect(adapterOf({ ...graphics, adapters: [a] }, 'webgpu', 0)).toBe(a);
  expect(adapterOf(graphics, 'dml', 1)).toBe(b);
  expect(adapterOf(graphics, 'cuda', 0)).toBe(b);
  expect(adapterOf(graphics, 'cpu', 0)).toBeNull();
});

test.runIf(process.platform === 'linux')('another driver is another machine', async () => {
  const one = await graphicsOf('linux', { VK_DRIVER_FILES: '/a/one_icd.json' });
  const other = await graphicsOf('linux', { VK_DRIVER_FILES: '/a/other_icd.json' });
  expect(one.fingerprint).not.toBe(other.fingerprint);
  expect(one.adapters.map(({ name }) => name)).toEqual(['one']);
});
