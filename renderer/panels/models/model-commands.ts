import type { ModelFile } from '../../../electron/protocol/studio-models.ts';
import { addModelAt, loaderOf } from '../../actions/add-model.ts';
import { told } from '../../api/told.ts';
import { viewCentre } from '../../canvas/view-centre.ts';
import { deleteModel } from '../../store/models.ts';
import { notify } from '../../store/notices.ts';
import { t } from '../../text/text.ts';
import type { MenuEntry } from '../../ui/menu.tsx';

export function isUsable(model: ModelFile): boolean {
  return !model.facts?.problem && loaderOf(model) !== null;
}

export function addToGraph(model: ModelFile): void {
  if (isUsable(model)) addModelAt(model, viewCentre().position);
}

export async function deleteWithUndo(model: ModelFile): Promise<void> {
  const { name } = model;
  if (model.bundled) {
    notify(t('models.bundled', { name }));
    return;
  }
  try {
    const undo = await deleteModel(model);
    const restore = () => undo().then(() => notify(t('models.restored', { name })), fail);
    notify(t('models.deleted', { name }), {
      action: { label: t('models.undo'), run: () => void restore() },
    });
  } catch (error) {
    fail(error);
  }
}

export function modelMenu(model: ModelFile): readonly MenuEntry[] {
  const { path, bundled } = model;
  const { desktop } = window;
  return [
    { label: t('models.add'), isDisabled: !isUsable(model), run: () => addToGraph(model) },
    'separator',
    ...(desktop ? [{ label: t('models.reveal'), run: () => void desktop.revealFile(path) }] : []),
    { label: t('models.copyPath'), run: () => void navigator.clipboard.writeText(path) },
    'separator',
    { label: t('models.delete'), isDisabled: bundled, run: () => void deleteWithUndo(model) },
  ];
}

function fail(error: unknown): void {
  notify(told(error), { kind: 'error' });
}
