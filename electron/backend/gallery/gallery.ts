import { join } from 'node:path';
import type { Workplace } from '../../../nodes/files/workspace.ts';
import type { FinishedJob } from '../store/job-store.ts';
import { finishedPictures } from './finished-pictures.ts';
import { openPictureIndex, type PictureIndex } from './picture-index.ts';
import { scanPictures } from './scan.ts';
import { openTrash, type Trash } from './trash.ts';

export interface Gallery {
  readonly index: PictureIndex;
  readonly trash: Trash;
  /** Puts in what a job has made. */
  add(job: FinishedJob): void;
  /** Looks through the output folder; a call while it does gets the same look. */
  rescan(): Promise<void>;
  /** Resolves when nothing reads or writes any more. */
  close(): Promise<void>;
}

/** All pictures of the output folder, looked through once at the start. */
export function openGallery(files: Workplace, log: (message: string) => void): Gallery {
  const { output, user } = files.folders;
  const index = openPictureIndex(join(user, 'pictures.sqlite'));
  const trash = openTrash(join(user, 'trash'), output, index);
  const closing = new AbortController();
  let scan = Promise.resolve();
  let next: Promise<void> | null = null;
  // One that runs may have passed what is asked for: another follows it.
  const rescan = () => {
    next ??= scan.then(() => {
      next = null;
      scan = scanPictures(output, index, closing.signal).catch((error: unknown) => {
        log(`The gallery could not be read: ${String(error)}`);
      });
      return scan;
    });
    return next;
  };
  void rescan();
  const emptied = trash
    .empty()
    .catch((error: unknown) => log(`The trash could not be emptied: ${String(error)}`));

  return {
    index,
    trash,
    rescan,
    add(job) {
      try {
        index.put(finishedPictures(job, output));
      } catch (error) {
        log(`The gallery misses the pictures of job ${job.id}: ${String(error)}`);
      }
    },
    async close() {
      closing.abort();
      await Promise.all([next ?? scan, emptied]);
      index.close();
    },
  };
}
