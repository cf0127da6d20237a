/** What a person may write on the command line, checked. Each throws UserError `usage` that leads to the command's help. */
import { statSync } from 'node:fs';
import { UserError } from '../../nodes/errors.ts';
import { deviceChoice, type DeviceChoice } from '../protocol/device.ts';
import { wantedPrecision, type WantedPrecision } from '../protocol/precision.ts';
import { userDataFolder } from './user-data-folder.ts';

/** Where `--data` says, or where a user's data lies. */
export function dataFolder(data: string | undefined): string {
  return data ?? userDataFolder(process.platform, process.env);
}

export function chosenPrecision(precision: string, command: string): WantedPrecision {
  const { success, data } = wantedPrecision.safeParse(precision);
  if (success) return data;
  const known = wantedPrecision.options.join(', ');
  throw usage(`--precision is one of ${known}, not "${precision}".`, command);
}

export function chosenDevice(device: string, command: string): DeviceChoice {
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

export function wholeNumber(
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
