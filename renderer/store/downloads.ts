/** Models that are being downloaded; asked for as long as there is something to see. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Download, DownloadList, DownloadRequest } from '../../electron/protocol/downloads.ts';
import { getJson, sendJson } from '../api/http.ts';
import { t } from '../text/text.ts';
import { rescanModels } from './models.ts';
import { notify } from './notices.ts';

interface Downloads {
  readonly downloads: readonly Download[];
}

const EVERY_MS = 500;
const MOVES = new Set<Download['state']>(['waiting', 'running', 'checking']);

export const downloads = createStore<Downloads>(() => ({ downloads: [] }));
let timer: ReturnType<typeof setTimeout> | undefined;

export async function loadDownloads(): Promise<void> {
  clearTimeout(timer);
  try {
    take(((await getJson('/studio/downloads')) as unknown as DownloadList).downloads);
  } catch {
    timer = setTimeout(() => void loadDownloads(), 4 * EVERY_MS);
  }
}

/** @throws RequestError what is wrong with the request */
export async function startDownload(request: DownloadRequest): Promise<void> {
  const added = (await sendJson('/studio/downloads', request)) as unknown as Download;
  take([...downloads.getState().downloads.filter(({ id }) => id !== added.id), added]);
}

export async function changeDownload(
  { id }: Download,
  change: 'pause' | 'resume' | 'remove',
): Promise<void> {
  const path = `/studio/downloads/${id}`;
  const answer =
    change === 'remove' ? sendJson(path, {}, 'DELETE') : sendJson(`${path}/${change}`, {});
  take(((await answer) as unknown as DownloadList).downloads);
}

function take(list: readonly Download[]): void {
  const before = new Map(downloads.getState().downloads.map((one) => [one.id, one.state]));
  downloads.setState({ downloads: list });
  for (const { id, name, state } of list) {
    const last = before.get(id);
    if (last === undefined || !MOVES.has(last) || MOVES.has(state)) continue;
    if (state === 'done') {
      notify(t('download.finished', { name }));
      void rescanModels();
    }
    if (state === 'failed') notify(t('download.failedToast', { name }), { kind: 'error' });
  }
  clearTimeout(timer);
  if (list.some(({ state }) => MOVES.has(state))) {
    timer = setTimeout(() => void loadDownloads(), EVERY_MS);
  }
}

export function useDownloads<T>(select: (state: Downloads) => T): T {
  return useStore(downloads, select);
}
