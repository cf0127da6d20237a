import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UserError } from '../../nodes/errors.ts';
import { deviceChoice, type DeviceChoice } from '../protocol/device.ts';
import { wantedPrecision, type WantedPrecision } from '../protocol/precision.ts';
import { userDataFolder } from './user-data-folder.ts';

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
    data: values.data ?? userDataFolder(process.platform, process.env),
    models: (values.models ?? []).map((path) => folder('--models', path)),
    ...(device !== undefined && { device: choice(device, command) }),
    ...(precision !== undefined && { precision: precisionChoice(precision, command) }),
    ...(maxBuffer !== undefined && {
      maxBuffer: wholeNumber('--max-buffer', maxBuffer, 0, 1, 65_536, command) * MIB,
    }),
    ...(threads !== undefined && {
      threads: wholeNumber('--threads', threads, 0, 0, 1024, command),
    }),
  };
}

export function precisionChoice(precision: string, command: string): WantedPrecision {
  const { success, data } = wantedPrecision.safeParse(precision);
  if (success) return data;
  const known = wantedPrecision.options.join(', ');
  throw usage(`--precision is one of ${known}, not "${precision}".`, command);
}

export function choice(device: string, command: string): DeviceChoice {
  const { success, data } = deviceChoice.safeParse(device);
  if (success) return data;
  throw usage(
    `--device is auto, cpu, webgpu, cuda, dml (DirectML) or coreml, or one of several cards as in cuda:1, not "${device}".`,
    command,
  );
}

export function exactly<const N extends readonly string[]>(
  positionals: readonly string[],
  names: N,
  command: string,
): { [K in keyof N]: string } {
  const extra = positionals[names.length];
  if (extra !== undefined) throw usage(`"${extra}" is one argument too many.`, command);
  const missing = names[positionals.length];
  if (missing !== undefined) throw usage(`${missing} is missing.`, command);
  return positionals as unknown as { [K in keyof N]: string };
}

/** What is only read is not made: a mistyped folder would look like an empty one. */
export function folder(option: string, path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new UserError(
    'folder_not_found',
    `${option}: there is no folder ${path}.`,
    'Correct its name.',
  );
}

function wholeNumber(
  option: string,
  text: string | undefined,
  otherwise: number,
  min: number,
  max: number,
  command: string,
): number {
  if (text === undefined) return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usage(`${option} is a whole number from ${min} to ${max}, not "${text}".`, command);
}

export function orUsage<T>(command: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw usage(message.split('. ')[0] ?? message, command);
  }
}

export function usage(message: string, command: string): UserError {
  return new UserError('usage', message, `See "taca-studio help ${command}".`);
}
