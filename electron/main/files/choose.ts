import { extname } from 'node:path';
import { dialog, type BrowserWindow, type FileFilter } from 'electron';
import type { FileKind } from '../../protocol/desktop.ts';
import { texts } from '../texts.ts';
import { EXTENSIONS, OPENED } from './file-kinds.ts';

/** Asks which files to open; pictures are offered beside workflows, as they carry them. */
export async function chooseToOpen(
  window: BrowserWindow,
  kind: FileKind,
): Promise<readonly string[]> {
  const extensions = kind === 'workflow' ? OPENED : EXTENSIONS[kind];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile', 'multiSelections'],
    filters: [filter(kind, extensions)],
  });
  return canceled ? [] : filePaths;
}

/** Asks where to save; null where the person cancels. The name gets an extension if it has none of its kind. */
export async function chooseToSave(
  window: BrowserWindow,
  kind: FileKind,
  suggestedName: string,
): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: suggestedName,
    filters: [filter(kind, EXTENSIONS[kind])],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return null;
  const known = EXTENSIONS[kind].includes(extname(filePath).toLowerCase());
  return known ? filePath : `${filePath}${EXTENSIONS[kind][0]}`;
}

function filter(kind: FileKind, extensions: readonly string[]): FileFilter {
  return { name: texts.kinds[kind], extensions: extensions.map((ext) => ext.slice(1)) };
}
