import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SavedWorkflowInfo } from '../../protocol/user-files.ts';
import { drafts, type Drafts } from './drafts.ts';
import { savedWorkflows } from './saved-workflows.ts';
import { userFiles, type UserFiles } from './user-files.ts';

export interface UserData {
  readonly files: UserFiles;
  readonly drafts: Drafts;
  savedWorkflows(): Promise<SavedWorkflowInfo[]>;
}

/** @param folder gets `default`, as ComfyUI calls the one person's files, and `drafts` */
export function userData(folder: string): UserData {
  const own = join(folder, 'default');
  mkdirSync(own, { recursive: true });
  const files = userFiles(own);
  return {
    files,
    drafts: drafts(join(folder, 'drafts')),
    savedWorkflows: savedWorkflows(files, own),
  };
}
