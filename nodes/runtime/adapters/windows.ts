import { outputOf } from './output-of.ts';
import type { Adapter } from './adapter.ts';

/** Where Windows keeps its graphics cards. */
const KEY =
  String.raw`HKLM\SYSTEM\CurrentControlSet\Control\Class` +
  String.raw`\{4d36e968-e325-11ce-bfc1-08002be10318}`;

export async function windowsAdapters(): Promise<Adapter[]> {
  return parseRegistry(await outputOf('reg', ['query', KEY, '/s']));
}

/** @param text what `reg query` prints: a line for each key, then its values */
export function parseRegistry(text: string): Adapter[] {
  return text.split(/\r?\n(?=HKEY_)/).flatMap((key) => {
    if (!/^HKEY_.*\\\d{4}\s*$/m.test(key.split(/\r?\n/)[0] ?? '')) return [];
    const value = (name: string) =>
      new RegExp(String.raw`^\s+${name}\s+REG_\w+\s+(.+?)\s*$`, 'm').exec(key)?.[1];
    const name = value('DriverDesc');
    if (name === undefined) return [];
    const memory = Number(value(String.raw`HardwareInformation\.qwMemorySize`) ?? 0);
    return [
      {
        name,
        driver: value('DriverVersion') ?? '',
        memory: memory > 0 ? memory : null,
        maker: /nvidia/i.test(value('ProviderName') ?? name) ? 'nvidia' : 'other',
      } satisfies Adapter,
    ];
  });
}
