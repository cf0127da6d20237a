import { setTimeout as sleep } from 'node:timers/promises';
import { asUserError } from '../../../files/atomic-write.ts';
import type { FreeSpace } from '../../../files/free-space.ts';
import { makeFolder } from '../../../files/make-folder.ts';
import type { Precision, ScaleType } from '../../../runtime/precision.ts';
import type { WeightSource } from '../weight-source.ts';
import { convertedFolder, removeStale } from './converted-files.ts';
import { readJournal } from './journal.ts';
import { tryLock } from './lock.ts';
import { makeFile } from './make-file.ts';
import { bytesOf, planTensors } from './plan.ts';
import {
  journalOf,
  lockOf,
  openPrepared,
  planFile,
  targetOf,
  type Target,
} from './prepared-file.ts';
import type { PrepareOptions } from './options.ts';

const POLL_MS = 250;

/**
 * The network's weights in a precision, with the same names: the source itself where a graph can read it as it is, else a
 * file made from it once and kept in the cache. Forms: `linear-form.ts`.
 * @param source with diffusers' names
 * @throws UserError `no_space`, `disk_full`, `output_unwritable`, `weights_changed`, `weights_unreadable`, `weights_not_finite`; the signal's reason
 */
export async function prepare(
  source: WeightSource,
  precision: Precision,
  options: PrepareOptions,
  freeSpace?: FreeSpace,
): Promise<WeightSource> {
  if (isAsItIs(source, precision, options.scaleType)) return source;
  const dir = convertedFolder(options.dir);
  const target = targetOf(source, precision, options.scaleType, dir);
  for (;;) {
    const prepared = openPrepared(target);
    if (prepared) return prepared;
    options.signal?.throwIfAborted();
    const unlock = lock(target, dir);
    if (!unlock) {
      await waitFor(target, options);
      continue;
    }
    try {
      removeStale(options.dir);
      if (!openPrepared(target)) await makeFile(target, options, freeSpace);
    } catch (error) {
      // Who took the lock over may have been quicker.
      if (!openPrepared(target)) throw error;
    } finally {
      unlock();
    }
  }
}

/** Whether `prepare` gives the source itself. */
export function isAsItIs(
  source: WeightSource,
  precision: Precision,
  scaleType: ScaleType,
): boolean {
  return planTensors(source, precision, scaleType).every(({ action }) => action === 'copy');
}

function lock({ path }: Target, dir: string): (() => void) | null {
  try {
    makeFolder(dir);
    return tryLock(lockOf(path));
  } catch (error) {
    throw asUserError(error, path);
  }
}

/** Another process is at it: shows how far it is. */
async function waitFor(target: Target, { progress, signal }: PrepareOptions): Promise<void> {
  const journal = readJournal(journalOf(target.path));
  if (journal && progress) {
    const { tensors } = planFile(target, journal.wide);
    const done = tensors.filter(({ stored }) => journal.done.has(stored.name));
    progress({ done: bytesOf(done), total: bytesOf(tensors), tensor: null });
  }
  await sleep(POLL_MS);
  signal?.throwIfAborted();
}
