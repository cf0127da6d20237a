import { workspace } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { startAutosave } from './autosave.ts';
import { openTemplate } from './open.ts';
import { claimWindow } from './own-window.ts';
import { restoreSession } from './session.ts';

/** Opens what was open before, else the first template, and keeps it from then on. To be called once. */
export async function startFiles(): Promise<void> {
  const id = await claimWindow();
  const isBack = await restoreSession(id).catch(() => false);
  const kept = workspace.getState().tabs;
  if (!isBack) await openTemplate('first-picture', t('files.firstPicture'));
  startAutosave(id, kept);
}
