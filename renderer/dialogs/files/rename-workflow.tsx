import { useState } from 'react';
import { renameSaved, renameTab } from '../../files/rename.ts';
import { nameOf } from '../../files/save.ts';
import { closeDialog } from '../../store/dialogs.ts';
import { workspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { NameForm } from './name-form.tsx';

/** Of an open tab, or of a saved workflow by its path. */
export default function RenameWorkflow(props: { readonly tab?: string; readonly path?: string }) {
  const { tab: id = '', path } = props;
  const before =
    path === undefined
      ? (workspace.getState().tabs.find((tab) => tab.id === id)?.name ?? '')
      : nameOf(path);
  const [name, setName] = useState(before);
  const rename = async () => {
    closeDialog();
    if (path === undefined) await renameTab(id, name);
    else await renameSaved(path, name);
  };
  return (
    <Dialog
      title={t('rename.title')}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit" form="rename" disabled={name.trim() === ''}>
            {t('rename.apply')}
          </Button>
        </>
      }
    >
      <NameForm
        id="rename"
        value={name}
        hint={name.trim() === '' ? t('saveAs.empty') : ''}
        onChange={setName}
        onSubmit={() => void rename()}
      />
    </Dialog>
  );
}
