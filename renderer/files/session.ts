/** Brings back the tabs that were open, in this window or in one that is gone. */
import type { ListedDraft } from '../../electron/protocol/user-files.ts';
import { WINDOW_DRAFT } from '../../electron/protocol/window-drafts.ts';
import { catalog } from '../store/catalog.ts';
import { showDialog } from '../store/dialogs.ts';
import { notify } from '../store/notices.ts';
import { activateTab, openTab, workspace, type NewTab } from '../store/workspace.ts';
import { formatMoment } from '../text/format.ts';
import { t } from '../text/text.ts';
import { closedTabs } from './closed-tabs.ts';
import { deleteDraft, listDrafts, readDraft } from './draft-api.ts';
import { tabOf } from './draft.ts';
import { untilArrived } from './leaving.ts';
import { livingWindows } from './own-window.ts';
import { readWindowRecord, TAB, type WindowRecord } from './window-record.ts';

/** A tab that a crash interrupted. */
export interface Recovered {
  readonly id: string;
  readonly tab: NewTab;
  readonly saved: number;
}

interface Gone extends WindowRecord {
  readonly id: string;
  readonly saved: number;
}

/**
 * What was left in order opens at once; what a crash interrupted is offered.
 * @param own id of this window @returns whether a tab is open now
 */
export async function restoreSession(own: string): Promise<boolean> {
  const isReload = await untilArrived(async (id) => (await readDraft(id))?.content ?? null);
  const drafts = await listDrafts();
  const windows = await goneWindows(drafts, own);
  const [last] = windows;
  if (last) closedTabs.setState({ closed: last.closed.map((id) => ({ id, tab: null, place: 0 })) });
  const offered: Recovered[] = [];
  for (const window of windows) {
    for (const id of window.tabs) {
      const found = await restorable(id);
      if (!found) continue;
      const isUnsaved = found.tab.saved !== found.tab.document;
      const isClean = window.isClean || (isReload && window.id === own);
      if (isClean ? window === last || isUnsaved : !isUnsaved) openTab(found.tab);
      else if (isUnsaved) offered.push(found);
      else void deleteDraft(TAB + id);
    }
    if (window.id !== own) void deleteDraft(WINDOW_DRAFT + window.id);
  }
  const isThere = workspace.getState().tabs.some(({ id }) => id === last?.active);
  if (last?.active && isThere) activateTab(last.active);
  if (offered.length > 0) showDialog('recovery', { tabs: offered });
  return workspace.getState().tabs.length > 0;
}

/** The newest first; this one alone when it was here before. */
async function goneWindows(drafts: readonly ListedDraft[], own: string): Promise<Gone[]> {
  const living = await livingWindows();
  const ids = drafts.filter(({ id }) => id.startsWith(WINDOW_DRAFT));
  const isBack = ids.some(({ id }) => id === WINDOW_DRAFT + own);
  const records = await Promise.all(
    ids.map(async ({ id: name, saved, isOpen }): Promise<Gone[]> => {
      const id = name.slice(WINDOW_DRAFT.length);
      if (isBack && id !== own) return [];
      const draft = await readDraft(name);
      const record = draft && readWindowRecord(draft.content);
      // The connection of a window that was left may outlive it for a moment.
      const isGone = isBack || record?.isClean || (!isOpen && !living.has(id));
      return record && isGone ? [{ ...record, id, saved }] : [];
    }),
  );
  return records.flat().toSorted((a, b) => b.saved - a.saved);
}

async function restorable(id: string): Promise<Recovered | null> {
  const draft = await readDraft(TAB + id);
  const tab = draft && tabOf(id, draft.content, catalog.getState().classes);
  if (!draft || !tab) return null;
  if (draft.damaged > 0) {
    const time = formatMoment(draft.saved);
    notify(t('files.damaged', { name: tab.name, time }), { kind: 'error' });
  }
  return { id, tab, saved: draft.saved };
}
