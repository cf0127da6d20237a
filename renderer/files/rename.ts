import { notify } from '../store/notices.ts';
import { updateTab, workspace } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';
import { nameOf } from './save.ts';
import { refreshWorkflows } from './saved-list.ts';
import { moveUserWorkflow } from './user-file-api.ts';

/** The tab's name; a workflow in the server's folder is moved with it. */
export async function renameTab(id: string, wanted: string): Promise<void> {
  const name = wanted.trim();
  const tab = workspace.getState().tabs.find((one) => one.id === id);
  if (!tab || name === '' || name === tab.name) return;
  if (tab.file?.kind !== 'userdata') updateTab(id, { name });
  else await renameSaved(tab.file.path, name);
}

/** In its folder. Open tabs of it follow. @returns whether it is renamed */
export async function renameSaved(path: string, wanted: string): Promise<boolean> {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  try {
    const moved = await moveUserWorkflow(
      path,
      `${folder}${wanted.trim().replaceAll('/', '_')}.json`,
    );
    if (moved === null) {
      notify(t('files.renameTaken', { name: wanted }), { kind: 'error' });
      return false;
    }
    for (const { id, file } of workspace.getState().tabs) {
      if (file?.kind !== 'userdata' || file.path !== path) continue;
      updateTab(id, { name: nameOf(moved), file: { ...file, path: moved } });
    }
    await refreshWorkflows();
    return true;
  } catch (error) {
    notify(t('files.saveFailed', { name: wanted, reason: reasonOf(error) }), { kind: 'error' });
    return false;
  }
}
