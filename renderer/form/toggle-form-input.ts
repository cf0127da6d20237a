/** Putting inputs into the form of the active workflow, and taking them out. */
import type { NodeId } from '../../nodes/graph/document/types.ts';
import { catalog } from '../store/catalog.ts';
import { activeTab, edit, type Tab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { chooseInputs, chosenInputs, isSameInput, toggled, type FormInput } from './form-inputs.ts';
import { suggestedInputs } from './suggested-inputs.ts';

/** Those of the form, chosen or suggested. */
export function formInputs({ document }: Pick<Tab, 'document'>): readonly FormInput[] {
  return chosenInputs(document) ?? suggestedInputs(document.root, catalog.getState().classes);
}

/** One undoable edit of the list; a suggestion becomes a choice by it. */
export function editForm(change: (inputs: readonly FormInput[]) => readonly FormInput[]): void {
  const tab = activeTab();
  if (!tab) return;
  const inputs = change(formInputs(tab));
  edit(t('form.editLabel'), (draft) => chooseInputs(draft, inputs), { group: 'form' });
}

/** What the context menu of a widget offers; null within subgraphs, whose nodes no form shows. */
export function formEntry(
  node: NodeId,
  input: string,
): { readonly label: string; run(): void } | null {
  const tab = activeTab();
  if (!tab || tab.path.length > 0) return null;
  const isIn = chosenInputs(tab.document)?.some((one) => isSameInput(one, { node, input }));
  return {
    label: t(isIn ? 'form.removeFromForm' : 'form.addToForm'),
    run: () => toggleFormInput(node, input),
  };
}

/** Adds an input of a node of the outermost graph to the form, or takes it out; what was suggested is not kept. */
export function toggleFormInput(node: NodeId, input: string): void {
  const tab = activeTab();
  if (!tab) return;
  const inputs = toggled(chosenInputs(tab.document) ?? [], { node, input });
  edit(t('form.editLabel'), (draft) => chooseInputs(draft, inputs));
}
