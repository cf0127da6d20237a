import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../nodes/errors.ts';
import { syncFolder } from '../../../nodes/files/atomic-write.ts';
import { freeSpaceOf, requireSpace, type FreeSpace } from '../../../nodes/files/free-space.ts';
import { makeFolder } from '../../../nodes/files/make-folder.ts';
import { transfer, type Watcher } from '../downloads/transfer.ts';
import { sizeOfPart } from '../downloads/part-file.ts';
import { archiveSource } from './archive-source.ts';
import { folderOf, isInstalled } from './installed.ts';
import type { ProviderPackage } from './table.ts';
import { extract, zipEntries } from './zip.ts';

/** Tries in a row that bring nothing new. */
const TRIES = 5;

export interface InstallOptions {
  readonly data: string;
  /** Instead of the archive's own host. */
  readonly mirror?: URL | undefined;
  readonly onProgress: (received: number, size: number) => void;
  readonly signal: AbortSignal;
  readonly freeSpace?: FreeSpace;
  /** Before the second try; doubles with each. */
  readonly retryMs?: number;
}

/**
 * Downloads a provider and unpacks it. What came of a download that was cut off is kept and gone on with.
 * @returns where it lies
 * @throws UserError `provider_…`, `no_space`, `checksum`, `cut`, `archive_damaged`
 */
export async function installProvider(
  provider: ProviderPackage,
  options: InstallOptions,
): Promise<string> {
  const folder = folderOf(options.data, provider);
  if (isInstalled(options.data, provider)) return folder;
  const archive = `${folder}.zip`;
  makeFolder(dirname(folder));
  if (!existsSync(archive)) await download(provider, archive, options);
  try {
    await unpack(provider, archive, folder, options.freeSpace ?? freeSpaceOf);
  } finally {
    await rm(archive, { force: true });
  }
  return folder;
}

async function download(
  provider: ProviderPackage,
  path: string,
  { mirror, onProgress, signal, freeSpace = freeSpaceOf, retryMs = 1000 }: InstallOptions,
): Promise<void> {
  const { bytes, sha256 } = provider.archive;
  const file = {
    repo: provider.title,
    revision: provider.version,
    file: basename(path),
    path,
    marks: { etag: sha256, sourceEtag: null },
  };
  const watcher: Watcher = {
    located: async () => undefined,
    received: (received) => onProgress(received, bytes),
    checking: () => undefined,
  };
  const hub = archiveSource(provider, mirror);
  let most = sizeOfPart(path);
  for (let left = TRIES; ; left--) {
    try {
      await transfer(file, { hub, freeSpace }, watcher, signal);
      return;
    } catch (error) {
      const now = sizeOfPart(path);
      if (now > most) left = TRIES;
      most = Math.max(most, now);
      if (!mayPass(error) || left <= 1) throw error;
      await sleep(retryMs * 2 ** (TRIES - left), undefined, { signal });
    }
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof UserError && ['cut', 'provider_unreachable'].includes(error.code);
}

async function unpack(
  { title, members }: ProviderPackage,
  archive: string,
  folder: string,
  freeSpace: FreeSpace,
): Promise<void> {
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(unfinished);
  const file = await open(archive, 'r');
  try {
    const entries = await zipEntries(file);
    const wanted = members.map((member) => {
      const entry = entries.get(member);
      if (entry) return { entry, path: join(unfinished, basename(member)) };
      throw new UserError('archive_damaged', `The archive has no ${member}.`, 'Install it again.');
    });
    const bytes = wanted.reduce((sum, { entry }) => sum + entry.size, 0);
    const cure = 'Free some space, or choose another folder with --data.';
    await requireSpace({ what: title, bytes, folder: dirname(folder), cure }, freeSpace);
    for (const { entry, path } of wanted) await extract(file, entry, path);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await file.close();
  }
}
