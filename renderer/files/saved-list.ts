/** The saved workflows and the templates, as the server lists them. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SavedWorkflowInfo, TemplateInfo } from '../../electron/protocol/user-files.ts';
import { listTemplates, listUserWorkflows } from './user-file-api.ts';
import { reasonOf } from './reason.ts';

interface SavedList {
  /** Null until the first answer. */
  readonly saved: readonly SavedWorkflowInfo[] | null;
  readonly templates: readonly TemplateInfo[];
  /** Why the last question was not answered; the last list stays. */
  readonly failure: string | null;
}

const list = createStore<SavedList>(() => ({ saved: null, templates: [], failure: null }));

export async function refreshWorkflows(): Promise<void> {
  try {
    const [saved, templates] = await Promise.all([listUserWorkflows(), listTemplates()]);
    list.setState({ saved, templates, failure: null });
  } catch (error) {
    list.setState({ failure: reasonOf(error) });
  }
}

export function savedWorkflows(): readonly SavedWorkflowInfo[] {
  return list.getState().saved ?? [];
}

export function useSavedList<T>(select: (state: SavedList) => T): T {
  return useStore(list, select);
}
