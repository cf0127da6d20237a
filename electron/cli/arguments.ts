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
  wholeNumber,
} from './parse-values.ts';

const MIB = 2 ** 20;

interface CommonArguments {
  readonly data: string;
  readonly models: readonly string[];
  readonly device?: DeviceChoice;
  readonly threads?: number;
  readonly precision?: WantedPrecision;
  /** Bytes of the largest tensor. */
  readonly maxBuffer?: number;
}

export interface RenderArguments extends CommonArguments {
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly workflow: string;
  readonly set: readonly string[];
  readonly count: number;
  readonly out: string;
  readonly input: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Without a device or threads, those of the settings file. */
export interface ServeArguments extends CommonArguments {
  readonly port: number;
  readonly host: string | undefined;
  readonly attached: boolean;
}

const COMMON = {
  data: { type: 'string' },
  models: { type: 'string', multiple: true },
  device: { type: 'string' },
  threads: { type: 'string' },
  'max-buffer': { type: 'string' },
  precision: { type: 'string' },
} as const;

/** @throws UserError `usage`, `folder_not_found` */
export function renderArguments(args: readonly string[]): RenderArguments {
  const { values, positionals } = orUsage('render', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...COMMON,
        set: { type: 'string', multiple: true },
        count: { type: 'string' },
        out: { type: 'string' },
        input: { type: 'string' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
      },
    }),
  );
  const [workflow] = exactly(positionals, ['WORKFLOW'], 'render');
  return {
    device: 'cpu',
    threads: 0,
    ...common(values, 'render'),
    workflow,
    set: values.set ?? [],
    count: wholeNumber('--count', values.count, 1, 1, 100_000, 'render'),
    out: values.out ?? '.',
    input: values.input === undefined ? undefined : folder('--input', values.input),
    json: values.json ?? false,
    quiet: values.quiet ?? false,
  };
}

/** @throws UserError `usage`, `folder_not_found` */
export function serveArguments(args: readonly string[]): ServeArguments {
  const { values, positionals } = orUsage('serve', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...COMMON,
        port: { type: 'string' },
        host: { type: 'string' },
        attached: { type: 'boolean' },
      },
    }),
  );
  exactly(positionals, [], 'serve');
  return {
    ...common(values, 'serve'),
    port: wholeNumber('--port', values.port, 8188, 0, 65_535, 'serve'),
    host: values.host,
    attached: values.attached ?? false,
  };
}

/** @throws UserError `usage` */
export function convertArguments(args: readonly string[]): { from: string; to: string } {
  const { positionals } = orUsage('convert', () =>
    parseArgs({ args: [...args], allowPositionals: true, options: {} }),
  );
  const [from, to] = exactly(positionals, ['IN', 'OUT'], 'convert');
  return { from, to };
}

interface CommonValues {
  readonly data?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly device?: string | undefined;
  readonly threads?: string | undefined;
  readonly 'max-buffer'?: string | undefined;
  readonly precision?: string | undefined;
}

function common(values: CommonValues, command: string): CommonArguments {
  const { device, threads, precision, 'max-buffer': maxBuffer } = values;
  return {
    data: dataFolder(values.data),
    models: (values.models ?? []).map((path) => folder('--models', path)),
    ...(device !== undefined && { device: chosenDevice(device, command) }),
    ...(precision !== undefined && { precision: chosenPrecision(precision, command) }),
    ...(maxBuffer !== undefined && {
      maxBuffer: wholeNumber('--max-buffer', maxBuffer, 0, 1, 65_536, command) * MIB,
    }),
    ...(threads !== undefined && {
      threads: wholeNumber('--threads', threads, 0, 0, 1024, command),
    }),
  };
}
