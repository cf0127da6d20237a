import { parseArgs } from 'node:util';
import { PRECISIONS, type Precision } from '../../nodes/runtime/precision.ts';
import type { DeviceChoice } from '../protocol/device.ts';
import { choice, exactly, folder, orUsage, usage } from './arguments.ts';
import { userDataFolder } from './user-data-folder.ts';

export type PrepareArguments =
  | { readonly action: 'list' | 'clear'; readonly data: string }
  | {
      readonly action: 'convert';
      readonly data: string;
      readonly model: string;
      readonly models: readonly string[];
      readonly precision: Precision | 'auto';
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
  const data = values.data ?? userDataFolder(process.platform, process.env);
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
    precision: precision(values.precision),
    device: values.device === undefined ? undefined : choice(values.device, 'prepare'),
  };
}

function precision(text: string | undefined): Precision | 'auto' {
  const known = ['auto', ...PRECISIONS] as const;
  const found = known.find((name) => name === (text ?? 'auto'));
  if (found) return found;
  throw usage(`--precision is ${known.join(', ')}, not "${text}".`, 'prepare');
}
