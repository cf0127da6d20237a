import type { Draft } from 'immer';
import { readWorkflow } from '../../nodes/graph/document/read-workflow.ts';
import type { WorkflowDocument } from '../../nodes/graph/document/types.ts';
import { readWorkflowFile } from '../../nodes/graph/workflow/embedded/read-workflow-file.ts';
import { catalog } from '../store/catalog.ts';
import { notify } from '../store/notices.ts';
import { edit, undoEdit, updateTab, workspace } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';
import { readUserWorkflow } from './user-file-api.ts';

/** What the file holds takes the place of a tab's workflow, as an edit that can be undone. */
export async function openTheirs(id: string): Promise<void> {
  const tab = workspace.getState().tabs.find((one) => one.id === id);
  if (tab?.file?.kind !== 'userdata') return;
  try {
    const { bytes, tag } = await readUserWorkflow(tab.file.path);
    const content = await readWorkflowFile(bytes, tab.file.path);
    if (content.kind !== 'workflow' || !content.workflow) return;
    const theirs = readWorkflow(content.workflow, catalog.getState().classes);
    edit(t('conflict.openedTheirs'), (draft) => replace(draft, theirs), { tab: id });
    const after = workspace.getState().tabs.find((one) => one.id === id);
    if (after) updateTab(id, { file: { ...tab.file, tag }, saved: after.document });
    notify(t('conflict.undo'), {
      action: { label: t('workflows.undo'), run: () => undoEdit(id) },
    });
  } catch (error) {
    const name = tab.name;
    notify(t('files.openFailed', { name, reason: reasonOf(error) }), { kind: 'error' });
  }
}

function replace(draft: Draft<WorkflowDocument>, theirs: WorkflowDocument): void {
  Object.assign(draft, theirs);
}
