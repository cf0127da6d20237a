// What the page gets of the desktop: named functions alone, no way to name a channel.
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type {
  CallName,
  CallParams,
  CallResults,
  DesktopApi,
  DesktopEvents,
  OpenedFile,
} from '../protocol/desktop.ts';

function call<K extends CallName>(name: K) {
  return (...params: CallParams<K>) =>
    ipcRenderer.invoke(name, ...params) as Promise<CallResults[K]>;
}

/** The event object stays here: it holds the sender. */
function on<K extends keyof DesktopEvents>(event: K, listener: (data: DesktopEvents[K]) => void) {
  const heard = (_event: unknown, data: DesktopEvents[K]) => listener(data);
  ipcRenderer.on(event, heard);
  return () => void ipcRenderer.off(event, heard);
}

const takeFiles = call('takeFiles');
const openDroppedPath = call('openDroppedPath');

const desktop: DesktopApi = {
  platform: process.platform as DesktopApi['platform'],
  openFiles: call('openFiles'),
  openDropped: (file) => openDroppedPath(webUtils.getPathForFile(file)),
  openRecent: call('openRecent'),
  recentFiles: call('recentFiles'),
  clearRecent: call('clearRecent'),
  saveFile: call('saveFile'),
  revealFile: call('revealFile'),
  openExternal: call('openExternal'),
  setMenu: call('setMenu'),
  showMenu: call('showMenu'),
  editText: call('editText'),
  setProgress: call('setProgress'),
  notify: call('notify'),
  setDocument: call('setDocument'),
  setTheme: call('setTheme'),
  newWindow: call('newWindow'),
  backendStatus: call('backendStatus'),
  restartBackend: call('restartBackend'),
  onMenuAction: (listener) => on('menuAction', listener),
  onOpenFile(listener: (file: OpenedFile) => void) {
    const take = async () => {
      for (const file of await takeFiles()) listener(file);
    };
    void take();
    return on('filesWaiting', () => void take());
  },
  onBackendStatus: (listener) => on('backendStatus', listener),
};

contextBridge.exposeInMainWorld('desktop', desktop);
