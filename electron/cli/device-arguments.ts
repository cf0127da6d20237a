import { parseArgs } from 'node:util';
import type { DeviceChoice } from '../protocol/device.ts';
import { chosenDevice, dataFolder, exactly, orUsage, usage } from './parse-values.ts';

export interface DevicesArguments {
  readonly data: string;
  readonly device: DeviceChoice;
  readonly again: boolean;
  readonly json: boolean;
}

export type ProviderArguments =
  | { readonly action: 'list'; readonly data: string }
  | { readonly action: 'remove'; readonly data: string; readonly name: string }
  | {
      readonly action: 'install';
      readonly data: string;
      readonly name: string;
      readonly mirror: URL | undefined;
    };

/** @throws UserError `usage` */
export function devicesArguments(args: readonly string[]): DevicesArguments {
  const { values, positionals } = orUsage('devices', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        device: { type: 'string' },
        again: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    }),
  );
  exactly(positionals, [], 'devices');
  return {
    data: dataFolder(values.data),
    device: chosenDevice(values.device ?? 'auto', 'devices'),
    again: values.again ?? false,
    json: values.json ?? false,
  };
}

/** @throws UserError `usage` */
export function providerArguments(args: readonly string[]): ProviderArguments {
  const { values, positionals } = orUsage('provider', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'string' }, mirror: { type: 'string' } },
    }),
  );
  const data = dataFolder(values.data);
  const [action] = positionals;
  if (action === 'list') {
    exactly(positionals, ['list'], 'provider');
    return { action, data };
  }
  if (action !== 'install' && action !== 'remove') {
    throw usage(`provider takes list, install or remove, not "${action ?? ''}".`, 'provider');
  }
  const [, name] = exactly(positionals, [action, 'NAME'], 'provider');
  if (action === 'remove') return { action, data, name };
  return { action, data, name, mirror: address(values.mirror) };
}

function address(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usage(`--mirror is an address that begins with https://, not "${text}".`, 'provider');
}
