import { isWidgetInput } from '../../nodes/graph/node-class.ts';
import { classOf } from '../store/catalog.ts';
import { activeTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { MenuEntry } from '../ui/menu.tsx';
import { titleOf } from '../widgets/label.ts';
import { isSameInput, toggled } from './form-inputs.ts';
import { editForm, formInputs } from './toggle-form-input.ts';

/** The inputs that the form does not show yet, by node. */
export function addEntries(): readonly MenuEntry[] {
  const tab = activeTab();
  if (!tab) return [];
  const shown = formInputs(tab);
  const entries = tab.document.root.order.flatMap((id): MenuEntry[] => {
    const node = tab.document.root.nodes[id];
    const nodeClass = node && classOf(node.type);
    const widgets = nodeClass?.inputs.filter(isWidgetInput) ?? [];
    const free = widgets.filter(
      ({ name }) => !shown.some((one) => isSameInput(one, { node: id, input: name })),
    );
    if (free.length === 0) return [];
    return [
      {
        label: node?.title ?? nodeClass?.title ?? id,
        entries: free.map(({ name }) => ({
          label: titleOf(name),
          run: () => editForm((inputs) => toggled(inputs, { node: id, input: name })),
        })),
      },
    ];
  });
  return entries.length > 0
    ? entries
    : [{ label: t('form.nothingToAdd'), isDisabled: true, run: () => undefined }];
}
