/** The file in the making, beside the one that it becomes. */
import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replace, syncFolder } from '../../../files/atomic-write.ts';
import { requireSpace, type FreeSpace } from '../../../files/free-space.ts';
import { MEANING } from '../../../runtime/precision.ts';
import { readJournal, startJournal } from './journal.ts';
import { journalOf, sealed, unfinished, type Planned, type Target } from './prepared-file.ts';

const BLOCK_BYTES = 512;

/**
 * The file with its header.
 * @returns names of tensors that are in it already
 * @throws UserError `no_space`
 */
export async function begin(
  { source, precision, path }: Target,
  { layout: { header, size } }: Planned,
  wide: readonly string[],
  freeSpace?: FreeSpace,
): Promise<ReadonlySet<string>> {
  const part = unfinished(path);
  const journal = readJournal(journalOf(path));
  const begun = statSync(part, { throwIfNoEntry: false });
  const held = (begun?.blocks ?? 0) * BLOCK_BYTES;
  const need = {
    what: `${source.label} in ${MEANING[precision].title}`,
    bytes: size - held,
    folder: dirname(part),
    cure: 'Free some space, or choose a smaller precision.',
  };
  await requireSpace(need, freeSpace);
  if (journal && begun?.size === size && startsWith(part, header)) return journal.done;
  await startJournal(journalOf(path), wide);
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

/** Its name is its own once all of it is on disk. */
export async function finish(target: Target, wide: readonly string[]): Promise<void> {
  const part = unfinished(target.path);
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
}

export function discard({ path }: Target): void {
  for (const made of [unfinished(path), journalOf(path)]) rmSync(made, { force: true });
}

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const left = bytes.length - done;
    done += (await file.write(bytes, done, left, position + done)).bytesWritten;
  }
}
