/** Copied parts go over the system's clipboard, so that they reach other windows and ComfyUI's editor. */
import { ClipboardPaste, Copy, Scissors } from 'lucide-react';
import { copyItems, pasteItems, readCopied } from '../../nodes/graph/document/clipboard.ts';
import { removeItems } from '../../nodes/graph/document/edits.ts';
import { insertSlice, sliceOf, type Inserted } from '../../nodes/graph/document/slice.ts';
import type { Point } from '../../nodes/graph/document/types.ts';
import { viewCentre } from '../canvas/view-centre.ts';
import { importFile } from '../files/open.ts';
import { camera } from '../store/camera.ts';
import { announce, notify } from '../store/notices.ts';
import { selectionOf } from '../store/selection.ts';
import { edit, editGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';
import { copiedFromHtml, copiedToHtml } from './clipboard-html.ts';
import { editTarget, hasSelection, itemsWithContent } from './edit-target.ts';
import { shownKeys } from './keys.ts';
import { isMac } from './platform.ts';

const FIELDS = 'input, textarea, select, [contenteditable=true], [role=textbox]';
const NEXT_TO: Point = [30, 30];

/** Where the clipboard cannot be reached, as on plain http, what was copied stays in the window. */
let lastCopied = '';
let pointer: { readonly at: Point; readonly isOnCanvas: boolean } | null = null;
let isShiftDown = false;

export const clipboardActions: readonly Action[] = [
  {
    id: 'edit.cut',
    title: 'action.edit.cut',
    section: 'edit',
    keys: ['mod+X'],
    icon: Scissors,
    isByBrowser: true,
    isEnabled: hasSelection,
    run() {
      const text = copied();
      if (text === null) return;
      void writeText(text);
      removeCut();
    },
  },
  {
    id: 'edit.copy',
    title: 'action.edit.copy',
    section: 'edit',
    keys: ['mod+C'],
    icon: Copy,
    isByBrowser: true,
    isEnabled: hasSelection,
    run() {
      const text = copied();
      if (text !== null) void writeText(text);
    },
  },
  ...([false, true] as const).map((withLinks): Action => ({
    id: withLinks ? 'edit.pasteLinks' : 'edit.paste',
    title: withLinks ? 'action.edit.pasteLinks' : 'action.edit.paste',
    section: 'edit',
    keys: [withLinks ? 'mod+Shift+V' : 'mod+V'],
    icon: ClipboardPaste,
    isByBrowser: true,
    async run() {
      const text = await readText();
      if (text === null) notify(t('edit.noClipboard', { keys: shownKeys('mod+V', isMac) }));
      else if (!pasteText(text, withLinks)) notify(t('edit.cannotPaste'));
    },
  })),
  {
    id: 'edit.duplicate',
    title: 'action.edit.duplicate',
    section: 'edit',
    keys: ['mod+Alt+D'],
    icon: Copy,
    isEnabled: hasSelection,
    run() {
      const target = editTarget();
      if (!target) return;
      const slice = sliceOf(target.tab.document, target.ref, itemsWithContent(target));
      let inserted: Inserted | null = null;
      edit(t('action.edit.duplicate'), (document) => {
        inserted = insertSlice(document, target.ref, slice, NEXT_TO);
      });
      if (inserted) select(selectionOf(inserted));
    },
  },
];

/** Answers the browser's own copying and pasting until the returned function is called. */
export function listenForClipboard(page: Document): () => void {
  const off = new AbortController();
  const { signal } = off;
  const onCopy = (event: ClipboardEvent) => {
    if (event.defaultPrevented || !event.clipboardData || isText(page)) return;
    const text = copied();
    if (text === null) return;
    event.clipboardData.setData('text/plain', text);
    event.clipboardData.setData('text/html', copiedToHtml(text));
    event.preventDefault();
    if (event.type === 'cut') removeCut();
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || !event.clipboardData || isField(page)) return;
    const html = copiedFromHtml(event.clipboardData.getData('text/html'));
    const text = html ?? event.clipboardData.getData('text/plain');
    const files = [...event.clipboardData.files];
    if (!pasteText(text, isShiftDown) && files.length === 0) return;
    event.preventDefault();
    for (const file of files) void importFile(file, pastePosition());
  };
  const onKey = (event: KeyboardEvent) => {
    isShiftDown = event.shiftKey;
  };
  const onMove = ({ clientX, clientY, target }: PointerEvent) => {
    const isOnCanvas = target instanceof Element && target.closest('.react-flow') !== null;
    pointer = { at: [clientX, clientY], isOnCanvas };
  };
  page.addEventListener('copy', onCopy, { signal });
  page.addEventListener('cut', onCopy, { signal });
  page.addEventListener('paste', onPaste, { signal });
  page.addEventListener('keydown', onKey, { signal, capture: true });
  page.addEventListener('pointermove', onMove, { signal, capture: true, passive: true });
  return () => off.abort();
}

/** @returns false when the text holds nothing that can be pasted */
export function pasteText(text: string, withLinks: boolean): boolean {
  const target = editTarget();
  const slice = target && readCopied(text, target.classes);
  if (!target || !slice) return false;
  const position = pastePosition();
  let inserted: Inserted | null = null;
  edit(t('action.edit.paste'), (document) => {
    inserted = pasteItems(document, target.ref, slice, target.classes, position, withLinks);
  });
  if (inserted) {
    select(selectionOf(inserted));
    announce(t('edit.pasted', { count: slice.graph.order.length }));
  }
  return true;
}

/** At the pointer, else in the middle of what shows. */
function pastePosition(): Point {
  const view = camera.getState().camera;
  return pointer?.isOnCanvas && view ? view.toGraph(pointer.at) : viewCentre().position;
}

/** Null when nothing is selected. */
function copied(): string | null {
  const target = editTarget();
  if (!target || !hasSelection()) return null;
  const items = itemsWithContent(target);
  lastCopied = copyItems(target.tab.document, target.ref, items, target.classes);
  announce(t('edit.copied', { count: [...items.nodes].length }));
  return lastCopied;
}

function removeCut(): void {
  const target = editTarget();
  if (!target) return;
  const items = itemsWithContent(target);
  editGraph(t('action.edit.cut'), (graph) => removeItems(graph, items));
}

async function writeText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    lastCopied = text;
  }
}

async function readText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return lastCopied || null;
  }
}

function isField(page: Document): boolean {
  return page.activeElement?.closest(FIELDS) != null;
}

/** Text that is selected, on the page or in a field, is the browser's to copy. */
function isText(page: Document): boolean {
  return isField(page) || page.getSelection()?.isCollapsed === false;
}
