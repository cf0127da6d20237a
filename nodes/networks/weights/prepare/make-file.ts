/** Makes a converted file, or goes on with one that was begun. */
import { asUserError } from '../../../files/atomic-write.ts';
import type { FreeSpace } from '../../../files/free-space.ts';
import { checkUnchanged } from '../check-unchanged.ts';
import { convertInThreads, type ConvertTask } from './convert-pool.ts';
import { readJournal, startJournal } from './journal.ts';
import { keepDone } from './keep-done.ts';
import type { PrepareOptions } from './options.ts';
import { begin, discard, finish } from './part-file.ts';
import { bytesOf, type PlannedTensor } from './plan.ts';
import { journalOf, planFile, unfinished, type Planned, type Target } from './prepared-file.ts';

const THREADS = 2;
/** Fewer are done before a second thread has started. */
const TASKS_OF_ONE_THREAD = 8;

interface Task extends ConvertTask {
  readonly planned: PlannedTensor;
}

/**
 * What is done stays when the signal ends it or the process dies; any other error leaves nothing behind.
 * @throws UserError `no_space`, `disk_full`, `output_unwritable`, `weights_changed`, `weights_unreadable`, `weights_not_finite`; the signal's reason
 */
export async function makeFile(
  target: Target,
  options: PrepareOptions,
  freeSpace?: FreeSpace,
): Promise<void> {
  try {
    let wide = readJournal(journalOf(target.path))?.wide ?? [];
    while (true) {
      const tooWide = await convertAll(target, wide, options, freeSpace);
      if (tooWide.length === 0) break;
      wide = [...wide, ...tooWide].sort();
      discard(target);
      await startJournal(journalOf(target.path), wide);
    }
    checkUnchanged(target.source);
    await finish(target, wide);
  } catch (error) {
    if (!options.signal?.aborted) discard(target);
    throw asUserError(error, unfinished(target.path));
  }
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
