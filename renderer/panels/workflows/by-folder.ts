import type { SavedWorkflowInfo } from '../../../electron/protocol/user-files.ts';

export interface Folder {
  /** Empty: the workflows folder itself. */
  readonly folder: string;
  readonly workflows: readonly SavedWorkflowInfo[];
}

/** Those whose path holds all words of the query; folders by name, the newest first in each. */
export function byFolder(saved: readonly SavedWorkflowInfo[], query: string): Folder[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const folders = new Map<string, SavedWorkflowInfo[]>();
  for (const workflow of saved) {
    const path = workflow.path.toLowerCase();
    if (!words.every((word) => path.includes(word))) continue;
    const folder = workflow.path.slice(0, Math.max(0, workflow.path.lastIndexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), workflow]);
  }
  return [...folders]
    .map(([folder, workflows]) => ({
      folder,
      workflows: workflows.toSorted((a, b) => b.modified - a.modified),
    }))
    .toSorted((a, b) => a.folder.localeCompare(b.folder));
}
