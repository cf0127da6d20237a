/** What lies in the models folders. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { DeletedModel, ModelFile, ModelList } from '../../electron/protocol/studio-models.ts';
import { getJson, sendJson } from '../api/http.ts';
import { loadCatalog } from './catalog.ts';

interface Models {
  /** The last list stays while another is read. */
  readonly models: readonly ModelFile[];
  /** Files whose headers are being read. */
  readonly pending: number;
  readonly status: 'unread' | 'reading' | 'ready' | 'failed';
}

const AGAIN_MS = 300;

export const models = createStore<Models>(() => ({ models: [], pending: 0, status: 'unread' }));
let reading: Promise<void> | null = null;

/** Reads the list until every header is known. */
export function loadModels(): Promise<void> {
  reading ??= readList().finally(() => (reading = null));
  return reading;
}

async function readList(): Promise<void> {
  models.setState({ status: 'reading' });
  try {
    for (;;) {
      const list = (await getJson('/studio/models')) as unknown as ModelList;
      models.setState(list);
      if (list.pending === 0) break;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
    models.setState({ status: 'ready' });
  } catch {
    models.setState({ status: 'failed' });
  }
}

/** Looks into the folders again, and has the nodes' lists follow. */
export async function rescanModels(): Promise<void> {
  await Promise.all([loadModels(), loadCatalog()]);
}

/** @returns what undoes it, for a while */
export async function deleteModel({ folder, name }: ModelFile): Promise<() => Promise<void>> {
  const place = name.split('/').map(encodeURIComponent).join('/');
  const answer = await sendJson(`/studio/models/${folder}/${place}`, {}, 'DELETE');
  const { undo } = answer as unknown as DeletedModel;
  await rescanModels();
  return async () => {
    await sendJson('/studio/models/restore', { undo });
    await rescanModels();
  };
}

export function useModels<T>(select: (state: Models) => T): T {
  return useStore(models, select);
}
