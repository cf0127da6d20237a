import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../nodes/errors.ts';
import type { Download, DownloadRequest } from '../../protocol/downloads.ts';
import type { Hub } from '../hub/hub.ts';
import { mayPass } from '../hub/refusals.ts';
import { openJsonFile } from '../settings/json-file.ts';
import { downloadJournal, goesOn, type DownloadRecord } from './download-record.ts';
import { newDownload } from './new-download.ts';
import { pinned } from './pinned.ts';
import { partOf, sizeOfPart } from './part-file.ts';
import { freeSpaceOf, type FreeSpace } from '../../../nodes/files/free-space.ts';
import { transfer, type Watcher } from './transfer.ts';

const AT_ONCE = 2;
/** Tries in a row that bring nothing new. */
const TRIES = 5;

/** Model files that are being fetched, with a journal: a restart goes on where the last one ended. */
export interface Downloads {
  list(): Download[];
  /** @throws UserError what is wrong with the request */
  add(request: DownloadRequest): Promise<Download>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  /** Ends it and forgets it; what came of an unfinished one is deleted. */
  remove(id: string): Promise<void>;
  /** Stops all; the journal keeps them going at the next start. */
  close(): Promise<void>;
}

export interface DownloadParts {
  readonly hub: Hub;
  readonly journal: string;
  /** ComfyUI's keys of models folders. */
  readonly folders: readonly string[];
  /** Where new ones go. */
  readonly root: () => string;
  readonly freeSpace?: FreeSpace;
  /** Before the second try; doubles with each. */
  readonly retryMs?: number;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

interface Progress {
  received: number;
  bytesPerSecond: number | null;
}

export function createDownloads(parts: DownloadParts): Downloads {
  const { hub, freeSpace = freeSpaceOf, retryMs = 1000 } = parts;
  const file = openJsonFile(parts.journal, downloadJournal, { downloads: [] });
  const running = new Map<string, Running>();
  const progress = new Map<string, Progress>();
  let closed = false;

  const records = () => file.value.downloads;
  const find = (id: string): DownloadRecord => {
    const record = records().find((one) => one.id === id);
    if (record) return record;
    throw new UserError(
      'download_unknown',
      'There is no such download.',
      'Look at the list again.',
    );
  };
  const change = (id: string, changed: Partial<DownloadRecord>) =>
    file.change(({ downloads }) => ({
      downloads: downloads.map((one) => (one.id === id ? { ...one, ...changed } : one)),
    }));

  const watch = (id: string): Watcher => {
    let from: { readonly time: number; readonly bytes: number } | null = null;
    const at = (bytes: number) => {
      from ??= { time: performance.now(), bytes };
      const seconds = (performance.now() - from.time) / 1000;
      const bytesPerSecond = seconds < 0.5 ? null : (bytes - from.bytes) / seconds;
      progress.set(id, { received: bytes, bytesPerSecond });
    };
    let isChecking = false;
    return {
      located: async (size, marks) => void (await change(id, { size, ...marks })),
      received: at,
      checking(bytes) {
        if (!isChecking) {
          isChecking = true;
          from = null;
          void change(id, { state: 'checking' }).catch(() => undefined);
        }
        at(bytes);
      },
    };
  };

  const tryOften = async (id: string, signal: AbortSignal): Promise<boolean> => {
    let most = sizeOfPart(find(id).path);
    for (let left = TRIES; ; left--) {
      try {
        const { repo, revision, file: name, path, etag, sourceEtag, sha256 } = find(id);
        const wanted = { repo, revision, file: name, path, marks: { etag, sourceEtag } };
        const from = sha256 === null ? hub : pinned(hub, sha256);
        return await transfer(wanted, { hub: from, freeSpace }, watch(id), signal);
      } catch (error) {
        const now = sizeOfPart(find(id).path);
        if (now > most) left = TRIES;
        most = Math.max(most, now);
        if (!mayPass(error) || left <= 1) throw error;
        await sleep(retryMs * 2 ** (TRIES - left), undefined, { signal });
      }
    }
  };

  const run = async (id: string, signal: AbortSignal): Promise<void> => {
    try {
      await change(id, { state: 'running', problem: null });
      const verified = await tryOften(id, signal);
      await change(id, { state: 'done', verified, problem: null });
    } catch (error) {
      if (signal.aborted) return;
      await change(id, { state: 'failed', problem: problemOf(error) }).catch(() => undefined);
    }
  };

  const start = () => {
    if (closed) return;
    for (const { id, state } of records()) {
      if (running.size >= AT_ONCE) return;
      if (state !== 'waiting' || running.has(id)) continue;
      const abort = new AbortController();
      const ended = run(id, abort.signal).finally(() => {
        running.delete(id);
        start();
      });
      running.set(id, { abort, ended });
    }
  };

  const stop = async (id: string): Promise<void> => {
    const one = running.get(id);
    one?.abort.abort();
    await one?.ended;
    progress.delete(id);
  };

  const describe = (record: DownloadRecord): Download => {
    const { etag, sourceEtag, sha256, ...shown } = record;
    const live = running.has(record.id) ? progress.get(record.id) : undefined;
    const received = record.state === 'done' ? (record.size ?? 0) : sizeOfPart(record.path);
    return { ...shown, received, bytesPerSecond: null, ...live };
  };

  const waits = (record: DownloadRecord): DownloadRecord =>
    goesOn(record) ? { ...record, state: 'waiting' } : record;
  const interrupted = records().some((record) => goesOn(record) && record.state !== 'waiting');
  const restored = interrupted
    ? file.change(({ downloads }) => ({ downloads: downloads.map(waits) }))
    : Promise.resolve();
  const started = restored.then(start, () => undefined);

  return {
    list: () => records().map(describe),
    async add(request) {
      const record = newDownload(request, hub.endpoint, parts.folders, parts.root());
      const same = records().find(({ path, state }) => path === record.path && state !== 'done');
      if (same || existsSync(record.path)) throw taken(record.path);
      await file.change(({ downloads }) => ({
        downloads: [...downloads.filter(({ path }) => path !== record.path), record],
      }));
      start();
      return describe(find(record.id));
    },
    async pause(id) {
      if (find(id).state === 'done') return;
      await stop(id);
      await change(id, { state: 'paused', problem: null });
      start();
    },
    async resume(id) {
      if (running.has(id) || find(id).state === 'done') return;
      await change(id, { state: 'waiting', problem: null });
      start();
    },
    async remove(id) {
      const { path, state } = find(id);
      await stop(id);
      if (state !== 'done') await rm(partOf(path), { force: true });
      await file.change(({ downloads }) => ({
        downloads: downloads.filter((one) => one.id !== id),
      }));
      start();
    },
    async close() {
      closed = true;
      await started;
      await Promise.all([...running.keys()].map(stop));
    },
  };
}

function problemOf(error: unknown): Download['problem'] {
  if (error instanceof UserError) {
    const { code, message, cure } = error;
    return { code, message, cure };
  }
  return { code: 'download_failed', message: String(error), cure: 'Try again.' };
}

function taken(path: string): UserError {
  return new UserError(
    'exists',
    `${path} is there already, or is being downloaded.`,
    'Give the new file another name.',
  );
}
