/** Saving the workflow of a tab: to the server's folder, to a file of this machine, or as a download. */
import { showDialog } from '../store/dialogs.ts';
import { announce, notify } from '../store/notices.ts';
import { updateTab, workspace, type Tab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';
import { refreshWorkflows } from './saved-list.ts';
import { saveUserWorkflow, type SaveOptions } from './user-file-api.ts';
import { promptText, workflowText } from './workflow-text.ts';

const saving = new Map<string, Promise<void>>();

/** Asks for a name where there is none. A tab that is being saved is saved again after that, as it is by then. */
export function saveTab(id: string): Promise<void> {
  const saved = (saving.get(id) ?? Promise.resolve()).then(() => saveNow(id));
  saving.set(id, saved);
  return saved.finally(() => saving.get(id) === saved && saving.delete(id));
}

async function saveNow(id: string): Promise<void> {
  const tab = tabOf(id);
  if (!tab) return;
  if (tab.file?.kind === 'userdata') await saveAt(id, tab.file.path, { tag: tab.file.tag });
  else if (tab.file && window.desktop) await saveOnDesktop(tab, tab.file.path);
  else saveAs(id);
}

export function saveAs(id: string): void {
  showDialog('save-as', { tab: id });
}

/** @returns whether it is saved; a file that changed elsewhere is asked about */
export async function saveAt(id: string, path: string, options: SaveOptions): Promise<boolean> {
  const tab = tabOf(id);
  if (!tab) return false;
  try {
    const result = await saveUserWorkflow(path, workflowText(tab), options);
    if (result.kind === 'changed') showDialog('conflict', { tab: id });
    if (result.kind !== 'saved') return false;
    const file = { kind: 'userdata', path: result.path, tag: result.tag } as const;
    updateTab(id, { file, name: nameOf(result.path), saved: tab.document });
    announce(t('files.saved', { name: result.path }));
    void refreshWorkflows();
    return true;
  } catch (error) {
    notify(t('files.saveFailed', { name: tab.name, reason: reasonOf(error) }), { kind: 'error' });
    return false;
  }
}

/** To a file that the person chooses, or to the downloads. */
export async function exportTab(id: string, format: 'workflow' | 'api'): Promise<void> {
  const tab = tabOf(id);
  if (!tab) return;
  const name = `${fileName(tab.name)}${format === 'api' ? ' (API)' : ''}.json`;
  try {
    const text = format === 'api' ? promptText(tab) : workflowText(tab);
    if (!window.desktop) download(name, text);
    else if (format === 'workflow') await saveOnDesktop(tab, null);
    else await writeOnDesktop(name, text, null);
  } catch (error) {
    notify(t('files.saveFailed', { name: tab.name, reason: reasonOf(error) }), { kind: 'error' });
  }
}

/** `portraits/cats.json` is cats. */
export function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.(json|taca)$/i, '');
}

async function saveOnDesktop(tab: Tab, path: string | null): Promise<void> {
  const written = await writeOnDesktop(`${fileName(tab.name)}.json`, workflowText(tab), path);
  if (!written) return;
  const file = { kind: 'desktop', path: written.path } as const;
  updateTab(tab.id, { file, name: nameOf(written.name), saved: tab.document });
}

async function writeOnDesktop(suggestedName: string, text: string, path: string | null) {
  const bytes = new TextEncoder().encode(text);
  const outcome = await window.desktop?.saveFile({ kind: 'workflow', path, suggestedName, bytes });
  if (outcome?.ok !== false) return outcome?.value ?? null;
  notify(`${outcome.error.message} ${outcome.error.cure}`, { kind: 'error' });
  return null;
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function fileName(name: string): string {
  return name.replaceAll(/[<>:"|?*\\/]/g, '_').trim() || t('app.untitled');
}

function tabOf(id: string): Tab | undefined {
  return workspace.getState().tabs.find((tab) => tab.id === id);
}
