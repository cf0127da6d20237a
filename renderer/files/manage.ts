/** What is done with saved workflows in their list. */
import { notify } from '../store/notices.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';
import { nameOf } from './save.ts';
import { refreshWorkflows } from './saved-list.ts';
import { deleteUserWorkflow, readUserWorkflow, saveUserWorkflow } from './user-file-api.ts';

/** The notice brings it back. Tabs that show it keep what they have. */
export async function deleteWithUndo(path: string): Promise<void> {
  const name = nameOf(path);
  try {
    const { bytes } = await readUserWorkflow(path);
    await deleteUserWorkflow(path);
    await refreshWorkflows();
    notify(t('workflows.deleted', { name }), {
      action: { label: t('workflows.undo'), run: () => void restore(path, bytes) },
    });
  } catch (error) {
    notify(t('files.saveFailed', { name, reason: reasonOf(error) }), { kind: 'error' });
  }
}

/** Beside it, as `name (copy)`. */
export async function duplicate(path: string): Promise<void> {
  const name = nameOf(path);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  try {
    const { bytes } = await readUserWorkflow(path);
    const text = new TextDecoder().decode(bytes);
    let copy = t('workflows.copyOf', { name });
    for (;;) {
      const result = await saveUserWorkflow(`${folder}${copy}.json`, text, { overwrite: false });
      if (result.kind !== 'exists') break;
      copy = t('workflows.copyOf', { name: copy });
    }
    await refreshWorkflows();
  } catch (error) {
    notify(t('files.saveFailed', { name, reason: reasonOf(error) }), { kind: 'error' });
  }
}

async function restore(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await saveUserWorkflow(path, new TextDecoder().decode(bytes), { overwrite: false });
    await refreshWorkflows();
  } catch (error) {
    notify(t('files.saveFailed', { name: nameOf(path), reason: reasonOf(error) }), {
      kind: 'error',
    });
  }
}
