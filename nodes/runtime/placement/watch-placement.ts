import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OnnxModel } from '../../networks/onnx/graph-builder.ts';
import type { Device } from '../device.ts';
import { readRemembered, remembered } from '../probe/remembered.ts';
import { findPlacement } from './find-placement.ts';
import type { Placement } from './parse-placement.ts';

/** Where the nodes of a network's graphs run, all those that were opened together. */
export interface NetworkPlacement extends Placement {
  /** The file of its weights. */
  readonly network: string;
}

interface WatchOptions {
  /** Absent: nothing is remembered. */
  readonly cacheDir: string | undefined;
  /** Changes when the device does. */
  readonly fingerprint: string;
  readonly find?: typeof findPlacement;
}

/**
 * The device, with its networks watched: of each graph that is opened it is found once, in the background and one at a
 * time, which nodes the device does not run.
 * @param tell gets the sum for a network whenever it grew
 */
export function watchPlacement(
  device: Device,
  tell: (placement: NetworkPlacement) => void,
  { cacheDir, fingerprint, find = findPlacement }: WatchOptions,
): Device {
  const known = new Set<string>();
  const sums = new Map<string, NetworkPlacement>();
  let queue: Promise<void> = Promise.resolve();

  const look = async (model: OnnxModel, shape: string) => {
    const file = cacheDir && join(cacheDir, FOLDER, `${shape}.json`);
    const network = nameOf(model.label);
    const { placement } = await remembered<Found>(file, fingerprint, isFound, async () => {
      const placement = await find(model, device);
      if (!placement) throw new Error(`it cannot be found out where nodes of ${network} run`);
      return { network, placement };
    });
    const sum = added(sums.get(network) ?? { network, ...NOTHING }, placement);
    sums.set(network, sum);
    tell(sum);
  };

  return {
    ...device,
    opened(model) {
      const shape = shapeOf(model);
      const key = `${model.label} ${shape}`;
      if (known.has(key)) return;
      known.add(key);
      queue = queue.then(() => look(model, shape)).catch(() => undefined);
    },
  };
}

/** What is remembered of a device. */
export function rememberedPlacements(cacheDir: string, fingerprint: string): NetworkPlacement[] {
  const folder = join(cacheDir, FOLDER);
  const sums = new Map<string, NetworkPlacement>();
  for (const name of list(folder)) {
    const found = readRemembered<Found>(join(folder, name), fingerprint, isFound);
    if (!found) continue;
    const { network, placement } = found;
    sums.set(network, added(sums.get(network) ?? { network, ...NOTHING }, placement));
  }
  return [...sums.values()];
}

/** The file of weights with its folder; what is of a folder has names as `text_encoder` only. */
function nameOf(label: string): string {
  return label.split(/[\\/]/).slice(-2).join('/');
}

const FOLDER = 'placements';

interface Found {
  readonly network: string;
  readonly placement: Placement;
}

function isFound({ network, placement }: Partial<Found>): boolean {
  return network !== undefined && placement !== undefined;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

const NOTHING: Placement = { onDevice: 0, shapes: 0, fallen: {}, copies: 0 };

function added(sum: NetworkPlacement, more: Placement): NetworkPlacement {
  const fallen = { ...sum.fallen };
  for (const [operator, count] of Object.entries(more.fallen)) {
    fallen[operator] = (fallen[operator] ?? 0) + count;
  }
  return {
    network: sum.network,
    onDevice: sum.onDevice + more.onDevice,
    shapes: sum.shapes + more.shapes,
    fallen,
    copies: sum.copies + more.copies,
  };
}

/** Graphs that differ in numbers alone, as blocks of a network and places of their weights do, are placed alike. */
function shapeOf({ bytes }: OnnxModel): string {
  const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
  return createHash('sha256')
    .update(bytes.filter((byte) => !isDigit(byte)))
    .digest('hex')
    .slice(0, 32);
}
