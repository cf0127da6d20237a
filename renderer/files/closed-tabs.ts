/** Tabs that were closed and can be opened again. */
import { createStore } from 'zustand/vanilla';
import { notify } from '../store/notices.ts';
import { catalog } from '../store/catalog.ts';
import { closeTab, isUnsaved, moveTab, openTab, workspace, type Tab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { deleteDraft, readDraft } from './draft-api.ts';
import { tabOf } from './draft.ts';
import { TAB } from './window-record.ts';

interface Closed {
  readonly id: string;
  /** Null: only its draft is left, after a reload. */
  readonly tab: Tab | null;
  readonly place: number;
}

const MOST = 10;

/** The last closed last. */
export const closedTabs = createStore<{ readonly closed: readonly Closed[] }>(() => ({
  closed: [],
}));

/** A tab with changes is told to be open to return. The last one leaves an empty one. */
export function closeWithUndo(id: string): void {
  const { tabs } = workspace.getState();
  const place = tabs.findIndex((tab) => tab.id === id);
  const tab = tabs[place];
  if (!tab) return;
  const closed = [...closedTabs.getState().closed, { id, tab, place }];
  for (const { id } of closed.slice(0, -MOST)) void deleteDraft(TAB + id).catch(() => undefined);
  closedTabs.setState({ closed: closed.slice(-MOST) });
  closeTab(id);
  if (tabs.length === 1) openTab({ name: t('app.untitled') });
  if (isUnsaved(tab)) {
    notify(t('files.closed', { name: tab.name }), {
      action: { label: t('files.reopen'), run: () => void reopen(id) },
    });
  }
}

/** @param id the last closed when absent */
export async function reopen(id = closedTabs.getState().closed.at(-1)?.id): Promise<void> {
  const found = closedTabs.getState().closed.find((one) => one.id === id);
  if (!found) return;
  closedTabs.setState(({ closed }) => ({ closed: closed.filter((one) => one !== found) }));
  const tab = found.tab ?? (await tabFromDraft(found.id));
  if (!tab) return;
  openTab(tab);
  moveTab(found.id, found.place);
}

async function tabFromDraft(id: string) {
  const draft = await readDraft(TAB + id).catch(() => null);
  return draft && tabOf(id, draft.content, catalog.getState().classes);
}
