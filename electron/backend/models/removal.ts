import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../../nodes/errors.ts';
import { resolveInside } from '../../../nodes/files/paths.ts';
import type { Workplace } from '../../../nodes/files/workspace.ts';
import { partsBeside } from '../../../nodes/inspect/parts-beside.ts';
import type { DeletedModel } from '../../protocol/studio-models.ts';
import { isBundled } from './catalogue.ts';

/** How long a deleted model can be had back. */
export const UNDO_SECONDS = 30;

/** Deletes models: hidden at once where they lie, gone after a moment in which that can be undone. */
export interface Removal {
  /** @throws UserError `model_bundled`, `model_not_found`, `model_in_parts`, `outside_folder`, `model_not_deleted` */
  remove(folder: string, name: string): Promise<DeletedModel>;
  /** @throws UserError `undo_too_late`, `exists` */
  restore(undo: string): Promise<void>;
  /** Deletes for good what was not restored. */
  close(): void;
}

interface Hidden {
  readonly path: string;
  readonly hidden: string;
}

const journal = z.array(z.string());

/** @param journalFile names what is hidden, for the next start after a crash */
export function createRemoval(files: Workplace, journalFile: string): Removal {
  const waiting = new Map<string, Hidden & { readonly timer: NodeJS.Timeout }>();
  for (const hidden of readJournal(journalFile)) rmSync(hidden, { recursive: true, force: true });
  const note = () => {
    const names = [...waiting.values()].map(({ hidden }) => hidden);
    writeFileSync(journalFile, JSON.stringify(names));
  };
  if (existsSync(journalFile)) note();
  const forget = (undo: string): Hidden | undefined => {
    const entry = waiting.get(undo);
    clearTimeout(entry?.timer);
    waiting.delete(undo);
    return entry;
  };
  const deleteNow = async (undo: string) => {
    const entry = forget(undo);
    if (entry) await rm(entry.hidden, { recursive: true, force: true });
    note();
  };

  return {
    async remove(folder, name) {
      const { path, place } = find(files, folder, name);
      // A link is deleted, not what it leads to; its folder must lie in the models folder.
      const below = dirname(name);
      const real = join(resolveInside(place, below === '.' ? '' : below), basename(path));
      const undo = randomUUID();
      const hidden = join(dirname(real), `.${basename(real)}.${undo}.deleted`);
      const timer = setTimeout(() => void deleteNow(undo), UNDO_SECONDS * 1000).unref();
      waiting.set(undo, { path: real, hidden, timer });
      note();
      try {
        await rename(real, hidden);
      } catch (cause) {
        forget(undo);
        note();
        throw notDeleted(real, cause);
      }
      return { undo, seconds: UNDO_SECONDS };
    },
    async restore(undo) {
      const entry = waiting.get(undo);
      if (!entry) {
        throw new UserError(
          'undo_too_late',
          'The file is deleted for good.',
          'Download it again, or take it from a backup.',
        );
      }
      if (existsSync(entry.path)) {
        throw new UserError(
          'exists',
          `There is another file at ${entry.path} by now.`,
          'Move that one away, then undo.',
        );
      }
      await rename(entry.hidden, entry.path);
      forget(undo);
      note();
    },
    close() {
      for (const undo of waiting.keys()) {
        const entry = forget(undo);
        if (entry) rmSync(entry.hidden, { recursive: true, force: true });
      }
      rmSync(journalFile, { force: true });
    },
  };
}

function find(files: Workplace, folder: string, name: string): { path: string; place: string } {
  const entry = files.modelEntries(folder).find((model) => model.name === name);
  if (!entry) {
    throw new UserError(
      'model_not_found',
      `There is no "${name}" among the ${folder}.`,
      'Rescan the models.',
    );
  }
  if (isBundled(entry.path)) {
    throw new UserError(
      'model_bundled',
      `${name} comes with TACA Studio and stays.`,
      'Delete models of your own folders only.',
    );
  }
  const parts = partsBeside(entry.path);
  if (parts.length > 1) {
    throw new UserError(
      'model_in_parts',
      `${name} is one of ${parts.length} files of a model.`,
      `Delete them and their index yourself, in ${dirname(entry.path)}.`,
    );
  }
  return entry;
}

function notDeleted(path: string, cause: unknown): UserError {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  return new UserError(
    'model_not_deleted',
    `${path} cannot be deleted (${code}).`,
    'Close programs that use it, and check that its folder may be written.',
    { cause },
  );
}

function readJournal(path: string): string[] {
  try {
    return journal
      .parse(JSON.parse(readFileSync(path, 'utf8')))
      .filter((name) => name.endsWith('.deleted'));
  } catch {
    return [];
  }
}
