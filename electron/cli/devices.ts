import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace } from '../../nodes/files/workspace.ts';
import { UserError } from '../../nodes/errors.ts';
import { backendsHere, openDevice, type OpenedDevice } from '../../nodes/runtime/open-device.ts';
import { rememberedPlacements } from '../../nodes/runtime/placement/watch-placement.ts';
import { TITLES, wantedDevices } from '../../nodes/runtime/device-choice.ts';
import { providerEnvironment } from '../backend/providers/environment.ts';
import { describeDevice, fallenInWords } from '../engine/describe-device.ts';
import type { DeviceChoice, DeviceInfo } from '../protocol/device.ts';
import { EXIT } from './exit-codes.ts';
import type { DevicesArguments } from './device-arguments.ts';

const MIB = 2 ** 20;
const REMEMBERED = ['device-', 'self-test-', 'placements'];

/** `taca-studio devices`: opens each device and tells what came of it. */
export async function devices({ data, device, again, json }: DevicesArguments): Promise<number> {
  const { cacheDir } = createWorkspace({ models: [], bundledModels: '', data });
  if (again) forget(cacheDir);
  // For the processes that test devices.
  Object.assign(process.env, providerEnvironment(data));
  const choices: readonly DeviceChoice[] =
    device === 'auto'
      ? wantedDevices('auto', await backendsHere()).map(({ kind }) => kind)
      : [device];
  let works = 0;
  for (const choice of choices) {
    const found = await lookAt(choice, cacheDir);
    if (found.info) works += 1;
    process.stdout.write(
      json ? `${JSON.stringify({ device: choice, ...found })}\n` : inWords(choice, found),
    );
  }
  return works > 0 ? EXIT.ok : EXIT.badInput;
}

interface Found {
  readonly info: DeviceInfo | null;
  /** Why it cannot be used. */
  readonly reason: string | null;
  readonly cure: string | null;
}

async function lookAt(choice: DeviceChoice, cacheDir: string): Promise<Found> {
  try {
    const opened = await openDevice(choice, { cacheDir });
    const info = { ...describeDevice(opened, 0, 0), networks: networksOf(opened, cacheDir) };
    return { info, reason: null, cure: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { info: null, reason: error.message, cure: error.cure };
  }
}

function networksOf({ fingerprint }: OpenedDevice, cacheDir: string): DeviceInfo['networks'] {
  return fingerprint === '' ? [] : rememberedPlacements(cacheDir, fingerprint);
}

function inWords(choice: DeviceChoice, { info, reason, cure }: Found): string {
  if (!info) return `${choice}\n  ${reason}\n  ${cure}\n`;
  const memory =
    info.ownMemory === null ? 'that of the machine, or not known' : mib(info.ownMemory);
  return [
    `${choice}  ${info.name === TITLES[info.kind] ? '' : info.name}`.trimEnd(),
    `  computes in ${info.precision === 'fp16' ? '16 and 32' : '32'} bit`,
    `  memory: ${memory}`,
    `  largest tensor: ${mib(info.maxBuffer)}`,
    ...info.selfTest.map(({ operator, error, passed, failure }) => {
      const how = error === null ? (failure ?? 'no number') : error.toExponential(1);
      return `  ${operator}: ${passed ? 'right' : 'replaced by its plain form'} (${how})`;
    }),
    ...info.networks.map((network) => {
      const fallen = fallenInWords(network);
      return `  ${fallen ?? `${network.network}: all of ${network.onDevice} nodes run on the device`}`;
    }),
    '',
  ].join('\n');
}

function mib(bytes: number): string {
  return `${Math.floor(bytes / MIB)} MiB`;
}

function forget(cacheDir: string): void {
  for (const name of readdirSync(cacheDir)) {
    if (REMEMBERED.some((start) => name.startsWith(start))) {
      rmSync(join(cacheDir, name), { recursive: true });
    }
  }
}
