/** Keeps every open tab, and which tabs there are, on the server while people work. */
import { WINDOW_DRAFT } from '../../electron/protocol/window-drafts.ts';
import { catalog } from '../store/catalog.ts';
import { dismissNotice, notify } from '../store/notices.ts';
import { workspace, type Tab } from '../store/workspace.ts';
import { stringifyJson } from '../../nodes/graph/json.ts';
import { t } from '../text/text.ts';
import { closedTabs } from './closed-tabs.ts';
import { draftOf } from './draft.ts';
import { bytesOf, KEEPALIVE_LIMIT, writeDraft } from './draft-api.ts';
import { leaveWord, marked } from './leaving.ts';
import { reasonOf } from './reason.ts';
import { TAB, writeWindowRecord, type WindowRecord } from './window-record.ts';

const AFTER_EDIT_MS = 1000;
const LONGEST_WAIT_MS = 2000;
const AFTER_LOOK_MS = 3000;
const RETRY_MS = 5000;

const written = new Map<string, Tab>();
let writtenWindow = '';
let windowId = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let waitingSince: number | null = null;
let failure: number | null = null;
/** What is written after that would deny that the window was left in order. */
let hasLeft = false;
let writing: Promise<void> = Promise.resolve();

/** @param id of the window @param kept tabs whose drafts are as they are */
export function startAutosave(id: string, kept: readonly Tab[]): void {
  windowId = id;
  for (const tab of kept) written.set(tab.id, tab);
  workspace.subscribe(schedule);
  closedTabs.subscribe(schedule);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void flush();
  });
  addEventListener('beforeunload', (event) => {
    if (sizeOf(dirtyTabs()) < KEEPALIVE_LIMIT) return;
    event.preventDefault();
    void flush();
  });
  addEventListener('pagehide', () => {
    void write(true);
    hasLeft = true;
  });
  addEventListener('pageshow', ({ persisted }) => {
    hasLeft = false;
    if (persisted) void flush();
  });
  void flush();
}

/** Writes what is not yet written, after what is being written. */
export function flush(): Promise<void> {
  writing = writing.then(() => write(false));
  return writing;
}

function schedule(): void {
  const dirty = dirtyTabs();
  const isEdit = dirty.some((tab) => written.get(tab.id)?.document !== tab.document);
  const now = performance.now();
  clearTimeout(timer);
  if (isEdit) waitingSince ??= now;
  const wait = isEdit
    ? Math.max(0, Math.min(AFTER_EDIT_MS, (waitingSince ?? now) + LONGEST_WAIT_MS - now))
    : AFTER_LOOK_MS;
  timer = setTimeout(() => void flush(), failure === null ? wait : RETRY_MS);
}

async function write(isLeaving: boolean): Promise<void> {
  if (hasLeft) return;
  clearTimeout(timer);
  waitingSince = null;
  const { classes } = catalog.getState();
  const record = currentRecord(isLeaving);
  const text = JSON.stringify(record);
  const dirty = dirtyTabs();
  for (const id of written.keys()) if (!record.tabs.includes(id)) written.delete(id);
  const windowDraft = WINDOW_DRAFT + windowId;
  const leaving = [...dirty.map(({ id }) => TAB + id), windowDraft];
  const mark = isLeaving ? leaveWord(leaving) : '';
  const tasks = dirty.map(async (tab) => {
    const draft = draftOf(tab, classes);
    await writeDraft(TAB + tab.id, isLeaving ? marked(draft, mark) : draft, isLeaving);
    written.set(tab.id, tab);
  });
  if (text !== writtenWindow) {
    const own = writeWindowRecord(record);
    const content = isLeaving ? marked(own, mark) : own;
    tasks.push(writeDraft(windowDraft, content, isLeaving).then(() => void (writtenWindow = text)));
  }
  try {
    await Promise.all(tasks);
    if (failure !== null) dismissNotice(failure);
    failure = null;
  } catch (error) {
    if (isLeaving) return;
    failure ??= notify(t('files.notKept', { reason: reasonOf(error) }), { kind: 'error' });
    timer = setTimeout(() => void flush(), RETRY_MS);
  }
}

function dirtyTabs(): Tab[] {
  return workspace.getState().tabs.filter((tab) => written.get(tab.id) !== tab);
}

function sizeOf(tabs: readonly Tab[]): number {
  const { classes } = catalog.getState();
  return tabs.reduce((sum, tab) => sum + bytesOf(stringifyJson(draftOf(tab, classes))), 0);
}

function currentRecord(isClean: boolean): WindowRecord {
  const { tabs, active } = workspace.getState();
  return {
    tabs: tabs.map(({ id }) => id),
    active,
    closed: closedTabs.getState().closed.map(({ id }) => id),
    isClean,
  };
}
