/** Gets the bytes of one file, from where an earlier try ended. */
import { existsSync } from 'node:fs';
import { rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { asUserError } from '../../../nodes/files/atomic-write.ts';
import { makeFolder } from '../../../nodes/files/make-folder.ts';
import { UserError } from '../../../nodes/errors.ts';
import { withoutBody } from '../hub/headers.ts';
import type { Hub, LocatedFile } from '../hub/hub.ts';
import { refusalOf } from '../hub/refusals.ts';
import { finishPart, openPart, partOf, sha256OfPart, sizeOfPart } from './part-file.ts';
import { requireSpace, type FreeSpace } from '../../../nodes/files/free-space.ts';

/** What an earlier try learnt, by which a later one tells whether its bytes still belong to the file. */
export interface Marks {
  /** Of the file in the repository. */
  readonly etag: string | null;
  /** Of the host that gave the bytes; only a strong one can be asked for. */
  readonly sourceEtag: string | null;
}

export interface TransferFile {
  readonly repo: string;
  readonly revision: string;
  readonly file: string;
  readonly path: string;
  readonly marks: Marks;
}

/** Who gives the bytes. */
export type ByteSource = Pick<Hub, 'endpoint' | 'locate' | 'fetch' | 'token'>;

export interface Watcher {
  located(size: number | null, marks: Marks): Promise<void>;
  received(bytes: number): void;
  checking(bytes: number): void;
}

const STALLED_MS = 60_000;

/**
 * @returns whether its checksum was compared
 * @throws UserError `hub_…`, `no_space`, `disk_full`, `exists`, `checksum`, `cut` (a part of it came)
 */
export async function transfer(
  file: TransferFile,
  { hub, freeSpace }: { readonly hub: ByteSource; readonly freeSpace: FreeSpace },
  watcher: Watcher,
  signal: AbortSignal,
): Promise<boolean> {
  const { path } = file;
  if (existsSync(path)) throw exists(path);
  const located = await hub.locate(file, signal);
  try {
    makeFolder(dirname(path));
    const isSame = located.etag !== null && located.etag === file.marks.etag;
    const done = isSame ? sizeOfPart(path) : 0;
    const sourceEtag = isSame ? file.marks.sourceEtag : null;
    await watcher.located(located.size, { etag: located.etag, sourceEtag });
    const need = {
      what: basename(path),
      bytes: (located.size ?? 0) - done,
      folder: dirname(path),
      cure: 'Free some space, or choose another folder for downloads in the settings.',
    };
    await requireSpace(need, freeSpace);
    if (done === 0 || done !== located.size) {
      await receive(file, located, { done, sourceEtag }, hub, watcher, signal);
    }
    const verified = await verify(path, located, watcher, signal);
    if (existsSync(path)) throw exists(path);
    await finishPart(path);
    return verified;
  } catch (error) {
    signal.throwIfAborted();
    throw asUserError(error, path);
  }
}

async function receive(
  { path, repo, file: name }: TransferFile,
  located: LocatedFile,
  { done, sourceEtag }: { readonly done: number; readonly sourceEtag: string | null },
  hub: ByteSource,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  const stalled = new AbortController();
  const either = AbortSignal.any([signal, stalled.signal]);
  const timer = setTimeout(() => stalled.abort(), STALLED_MS);
  const range = done > 0 && {
    range: `bytes=${done}-`,
    ...(sourceEtag !== null && { 'if-range': sourceEtag }),
  };
  let received = 0;
  try {
    const response = await hub.fetch(located.url, { ...range }, either);
    if (!response.ok || !response.body) {
      if (response.status === 416) await rm(partOf(path), { force: true });
      if (response.status === 416) throw cut(path, 0, located.size);
      throw await refusalOf(response, { repo, file: name, token: hub.token() }, hub.endpoint);
    }
    const start = startOf(response);
    if (start !== 0 && start !== done) {
      await withoutBody(response);
      throw cut(path, 0, located.size);
    }
    received = start;
    await watcher.located(located.size, { etag: located.etag, sourceEtag: strongEtag(response) });
    const part = await openPart(path, start);
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        timer.refresh();
        await writeAll(part, chunk, received);
        received += chunk.length;
        if (located.size !== null && received > located.size) break;
        watcher.received(received);
      }
    } finally {
      await part.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError || (error as NodeJS.ErrnoException).code?.startsWith('E')) {
      throw error;
    }
    throw cut(path, received, located.size);
  } finally {
    clearTimeout(timer);
  }
  if (located.size !== null && received < located.size) throw cut(path, received, located.size);
}

/** Where the bytes of an answer begin in the file. */
function startOf({ status, headers }: Response): number {
  if (status !== 206) return 0;
  return Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? Number.NaN);
}

function strongEtag({ headers }: Response): string | null {
  const etag = headers.get('etag');
  return etag?.startsWith('"') ? etag : null;
}

async function writeAll(part: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await part.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

async function verify(
  path: string,
  { size, sha256 }: LocatedFile,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<boolean> {
  const fits = size === null || sizeOfPart(path) === size;
  const isRight =
    fits &&
    (sha256 === null ||
      (await sha256OfPart(path, (done) => watcher.checking(done), signal)) === sha256);
  if (isRight) return sha256 !== null;
  await rm(partOf(path), { force: true });
  throw new UserError(
    'checksum',
    `${basename(path)} came damaged: its ${fits ? 'checksum is' : 'size is'} not that of the repository.`,
    'It was thrown away; download it again.',
  );
}

function cut(path: string, received: number, size: number | null): UserError {
  const of = size === null ? '' : ` of ${size}`;
  return new UserError(
    'cut',
    `The connection broke after ${received}${of} bytes of ${basename(path)}.`,
    'Resume: what came is kept.',
  );
}

function exists(path: string): UserError {
  return new UserError(
    'exists',
    `${path} is there already.`,
    'Give the new file another name, or delete the old one.',
  );
}
