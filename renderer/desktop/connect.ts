/** What the page does in the desktop app beyond a browser. */
import type { BackendStatus, CallParams, DesktopApi } from '../../electron/protocol/desktop.ts';
import { runAction } from '../actions/index.ts';
import { openBytes } from '../files/open.ts';
import { notify } from '../store/notices.ts';
import { t } from '../text/text.ts';
import { followDocument, followMenus, followTheme } from './follow.ts';

const FIELDS = 'input, textarea, [contenteditable=true]';
/** What actions of the same name mean in a text field. */
const IN_FIELDS: Readonly<Record<string, CallParams<'editText'>[0]>> = {
  'edit.undo': 'undo',
  'edit.redo': 'redo',
  'edit.cut': 'cut',
  'edit.copy': 'copy',
  'edit.paste': 'paste',
  'edit.selectAll': 'selectAll',
};

/** To be called once the workflows are open. */
export function connectDesktop(desktop: DesktopApi): void {
  document.documentElement.dataset['desktop'] = desktop.platform;
  followMenus(desktop);
  followDocument(desktop);
  followTheme(desktop);
  desktop.onMenuAction((id) => choose(desktop, id));
  desktop.onOpenFile((file) => void openBytes(file));
  desktop.onBackendStatus((status) => tellStatus(desktop, status));
}

function choose(desktop: DesktopApi, id: string): void {
  const command = document.activeElement?.matches(FIELDS) ? IN_FIELDS[id] : undefined;
  if (command) void desktop.editText(command);
  else runAction(id);
}

function tellStatus(desktop: DesktopApi, status: BackendStatus): void {
  if (status.state === 'restarting') notify(t('desktop.restarting'));
  if (status.state !== 'stopped') return;
  notify(t('desktop.stopped'), {
    kind: 'error',
    action: { label: t('desktop.restart'), run: () => void desktop.restartBackend() },
  });
}
