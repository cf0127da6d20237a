import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { changedFiles, type FileHashes } from './integrity.ts';
import { texts } from './texts.ts';

/** Whether the packed app is as it was built; says so if not. macOS checks its own signature over all files. */
export async function checkInstallation(root: string): Promise<boolean> {
  if (!app.isPackaged || process.platform === 'darwin') return true;
  const hashes = JSON.parse(
    await readFile(join(root, 'dist/packed/hashes.json'), 'utf8'),
  ) as FileHashes;
  const changed = await changedFiles(join(process.resourcesPath, 'app.asar.unpacked'), hashes);
  if (changed.length === 0) return true;
  const { message, detail } = texts.damaged;
  await dialog.showMessageBox({
    type: 'error',
    title: texts.appName,
    message,
    detail: detail(changed),
  });
  return false;
}
