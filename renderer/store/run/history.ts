/** What was run before, newest first, page by page. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { HistoryItem, HistoryPage } from '../../../electron/protocol/queue.ts';
import { getJson } from '../../api/http.ts';
import { forgetRuns, runAgain } from './queue-commands.ts';

interface History {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly items: readonly HistoryItem[];
  /** Where the next page begins; null at the end. */
  readonly next: number | null;
}

export const history = createStore<History>(() => ({ status: 'loading', items: [], next: null }));

/** Reads the newest page; older ones that are loaded stay. @returns its items; none when it cannot be read */
export async function refreshHistory(): Promise<readonly HistoryItem[]> {
  try {
    const page = await readPage('');
    history.setState((state) => joined(state, page));
    return page.items;
  } catch {
    history.setState({ status: 'failed' });
    return [];
  }
}

export async function loadOlderRuns(): Promise<void> {
  const { next } = history.getState();
  if (next === null) return;
  try {
    const page = await readPage(`?before=${next}`);
    history.setState((state) =>
      state.next === next ? { items: [...state.items, ...page.items], next: page.next } : {},
    );
  } catch {
    history.setState({ status: 'failed' });
  }
}

/** Queues again what failed; what is queued leaves the list, since it comes anew. */
export async function retryFailed(): Promise<void> {
  await refreshHistory();
  const failed = history.getState().items.filter(({ state }) => state === 'error');
  for (const item of failed.toReversed()) {
    if (await runAgain(item)) await forgetRuns([item.id]);
  }
  await refreshHistory();
}

export function useHistory<T>(select: (state: History) => T): T {
  return useStore(history, select);
}

/** Older pages stay only where the new one reaches them; what was taken out of the list is gone from it. */
export function joined(state: History, page: HistoryPage): History {
  const last = page.items.at(-1);
  const older = last ? state.items.filter(({ place }) => place < last.place) : [];
  const isWhole = page.next === null || older.length === 0;
  return {
    status: 'ready',
    items: isWhole ? page.items : [...page.items, ...older],
    next: isWhole ? page.next : state.next,
  };
}

async function readPage(query: string): Promise<HistoryPage> {
  return (await getJson(`/studio/history${query}`)) as unknown as HistoryPage;
}
