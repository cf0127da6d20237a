/** Makes a converted file, or goes on with one that was begun. */
import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asUserError, replace, syncFolder } from '../../../files/atomic-write.ts';
import { requireSpace, type FreeSpace } from '../../../files/free-space.ts';
import { MEANING } from '../../../runtime/precision.ts';
import { checkUnchanged } from '../check-unchanged.ts';
import { convertInThreads, type ConvertTask } from './convert-pool.ts';
import { continueJournal, readJournal, startJournal } from './journal.ts';
import { bytesOf, type PlannedTensor } from './plan.ts';
import type { PrepareOptions } from './options.ts';
import {
  journalOf,
  planFile,
  sealed,
  unfinished,
  type Planned,
  type Target,
} from './prepared-file.ts';

const THREADS = 2;
/** Fewer are done before a second thread has started. */
const TASKS_OF_ONE_THREAD = 8;

interface Task extends ConvertTask {
  readonly planned: PlannedTensor;
}

/**
 * What is done stays when the signal ends it or the process dies; any other error leaves nothing behind.
 * @throws UserError `no_space`, `disk_full`, `output_unwritable`, `weights_changed`, `weights_not_finite`; the signal's reason
 */
export async function makeFile(
  target: Target,
  options: PrepareOptions,
  freeSpace?: FreeSpace,
): Promise<void> {
  const part = unfinished(target.path);
  try {
    let wide = readJournal(journalOf(target.path))?.wide ?? [];
    while (true) {
      const tooWide = await convertAll(target, wide, options, freeSpace);
      if (tooWide.length === 0) break;
      wide = [...wide, ...tooWide].sort();
      discard(target);
      await (await startJournal(journalOf(target.path), wide)).close();
    }
    checkUnchanged(target.source);
    const file = await open(part, 'r+');
    try {
      await writeAt(file, sealed(target, wide), 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await replace(part, target.path);
    await syncFolder(dirname(part));
    rmSync(journalOf(target.path), { force: true });
  } catch (error) {
    if (!options.signal?.aborted) discard(target);
    throw asUserError(error, part);
  }
}

export function discard({ path }: Target): void {
  for (const made of [unfinished(path), journalOf(path)]) rmSync(made, { force: true });
}

/** @returns names of tensors that turned out too wide for float16: the file must be laid out anew */
async function convertAll(
  target: Target,
  wide: readonly string[],
  { progress, signal }: PrepareOptions,
  freeSpace?: FreeSpace,
): Promise<readonly string[]> {
  const planned = planFile(target, wide);
  const done = await begin(target, planned, wide, freeSpace);
  const total = bytesOf(planned.tensors);
  const tasks = tasksOf(planned);
  const open = tasks.filter(({ stored }) => !done.has(stored.name));
  let bytes = total - bytesOf(open.map(({ planned }) => planned));
  const tell = (tensor: string | null) => progress?.({ done: bytes, total, tensor });
  const tooWide: string[] = [];
  const keeper = await keepDone(target);
  tell(null);
  try {
    const orders = { file: unfinished(target.path), scaleType: target.scaleType };
    const events = {
      started: ({ stored }: Task) => tell(stored.name),
      finished({ stored, planned }: Task, fits: boolean) {
        if (!fits) {
          tooWide.push(stored.name);
          return false;
        }
        bytes += bytesOf([planned]);
        keeper.done(stored.name);
        tell(stored.name);
        return true;
      },
    };
    await convertInThreads(open, orders, threadsFor(open), events, signal);
  } finally {
    await keeper.close();
  }
  if (tooWide.length === 0) return [];
  const others = open.filter(({ stored }) => !tooWide.includes(stored.name));
  return [...tooWide, ...(await findWide(others, target, signal))];
}

/** Looks at all tensors, so that the file is begun anew only once. */
async function findWide(
  tasks: readonly Task[],
  { scaleType }: Target,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  const events = {
    started: () => undefined,
    finished({ stored }: Task, fits: boolean) {
      if (!fits) found.push(stored.name);
      return true;
    },
  };
  const narrowed = tasks.filter(({ action }) => action !== 'copy' && action !== 'F32');
  await convertInThreads(narrowed, { file: null, scaleType }, threadsFor(narrowed), events, signal);
  return found;
}

const threadsFor = ({ length }: readonly Task[]) => (length < TASKS_OF_ONE_THREAD ? 1 : THREADS);

function tasksOf({ tensors, layout }: Planned): readonly Task[] {
  return tensors.map((planned) => ({
    planned,
    stored: planned.stored,
    action: planned.action,
    offsets: planned.parts.map(({ name }) => layout.offsets.get(name) as number),
  }));
}

/** The file with its header, and the names of tensors that are in it already. */
async function begin(
  { source, precision, path }: Target,
  { layout: { header, size } }: Planned,
  wide: readonly string[],
  freeSpace?: FreeSpace,
): Promise<ReadonlySet<string>> {
  const part = unfinished(path);
  const journal = readJournal(journalOf(path));
  const begun = statSync(part, { throwIfNoEntry: false });
  const held = (begun?.blocks ?? 0) * 512;
  const need = {
    what: `${source.label} in ${MEANING[precision].title}`,
    bytes: size - held,
    folder: dirname(part),
    cure: 'Free some space, or choose a smaller precision.',
  };
  await requireSpace(need, freeSpace);
  if (journal && begun?.size === size && startsWith(part, header)) return journal.done;
  await (await startJournal(journalOf(path), wide)).close();
  const file = await open(part, 'w');
  try {
    await writeAt(file, header, 0);
    await file.truncate(size);
    await file.sync();
  } finally {
    await file.close();
  }
  return new Set();
}

function startsWith(path: string, expected: Uint8Array): boolean {
  const start = new Uint8Array(expected.length);
  const fd = openSync(path, 'r');
  try {
    return (
      readSync(fd, start, 0, start.length, 0) === start.length &&
      Buffer.from(start).equals(expected)
    );
  } finally {
    closeSync(fd);
  }
}

/** Writes down what is done once it is on disk: all that was done while the last was written. */
async function keepDone({ path }: Target) {
  const file = await open(unfinished(path), 'r+');
  const journal = await continueJournal(journalOf(path));
  let names: string[] = [];
  let keeping: Promise<void> | null = null;
  const keep = async () => {
    while (names.length > 0) {
      const kept = names;
      names = [];
      await file.datasync();
      await journal.add(kept);
    }
    keeping = null;
  };
  return {
    done(name: string) {
      names.push(name);
      keeping ??= keep();
      // Who closes learns of it.
      keeping.catch(() => undefined);
    },
    async close() {
      try {
        await keeping;
      } finally {
        await journal.close();
        await file.close();
      }
    },
  };
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const left = bytes.length - done;
    done += (await file.write(bytes, done, left, position + done)).bytesWritten;
  }
}
