import { parseArgs } from 'node:util';
import type { DeviceChoice } from '../protocol/device.ts';
import type { WantedPrecision } from '../protocol/precision.ts';
import {
  chosenDevice,
  chosenPrecision,
  dataFolder,
  exactly,
  folder,
  orUsage,
} from './parse-values.ts';

export type PrepareArguments =
  | { readonly action: 'list' | 'clear'; readonly data: string }
  | {
      readonly action: 'convert';
      readonly data: string;
      readonly model: string;
      readonly models: readonly string[];
      /** Undefined, as the device: that of the settings. */
      readonly precision: WantedPrecision | undefined;
      readonly device: DeviceChoice | undefined;
    };

/** @throws UserError `usage`, `folder_not_found` */
export function prepareArguments(args: readonly string[]): PrepareArguments {
  const { values, positionals } = orUsage('prepare', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        models: { type: 'string', multiple: true },
        precision: { type: 'string' },
        device: { type: 'string' },
        list: { type: 'boolean' },
        clear: { type: 'boolean' },
      },
    }),
  );
  const data = dataFolder(values.data);
  if (values.list || values.clear) {
    exactly(positionals, [], 'prepare');
    return { action: values.clear ? 'clear' : 'list', data };
  }
  const [model] = exactly(positionals, ['MODEL'], 'prepare');
  return {
    action: 'convert',
    data,
    model,
    models: (values.models ?? []).map((path) => folder('--models', path)),
    precision:
      values.precision === undefined ? undefined : chosenPrecision(values.precision, 'prepare'),
    device: values.device === undefined ? undefined : chosenDevice(values.device, 'prepare'),
  };
}
