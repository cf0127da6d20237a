import { useEffect, useState } from 'react';
import { exportTab, saveAt } from '../../files/save.ts';
import { refreshWorkflows, savedWorkflows, useSavedList } from '../../files/saved-list.ts';
import { closeDialog } from '../../store/dialogs.ts';
import { useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './files.module.css';
import { NameForm } from './name-form.tsx';

/** Saves to the server's folder by name, or to a file. */
export default function SaveAs({ tab: id }: { readonly tab: string }) {
  const tab = useWorkspace(({ tabs }) => tabs.find((one) => one.id === id));
  const [name, setName] = useState(tab?.name ?? '');
  useSavedList((state) => state.saved);
  useEffect(() => void refreshWorkflows(), []);
  const path = pathOf(name);
  const isTaken = savedWorkflows().some((one) => one.path.toLowerCase() === path.toLowerCase());
  const save = async () => {
    if (path === '') return;
    if (await saveAt(id, path, { tag: null })) closeDialog();
  };
  const toFile = async () => {
    closeDialog();
    await exportTab(id, 'workflow');
  };
  const hint = path === '' ? t('saveAs.empty') : isTaken ? t('saveAs.taken') : t('saveAs.hint');
  return (
    <Dialog
      title={t('saveAs.title')}
      onClose={closeDialog}
      footer={
        <>
          <Button look="quiet" className={classes['start']} onClick={() => void toFile()}>
            {t('saveAs.toFile')}
          </Button>
          <Button onClick={closeDialog}>{t('app.cancel')}</Button>
          <Button look="primary" type="submit" form="save-as" disabled={path === ''}>
            {t(isTaken ? 'saveAs.replace' : 'saveAs.save')}
          </Button>
        </>
      }
    >
      <NameForm
        id="save-as"
        value={name}
        hint={hint}
        isWarning={isTaken || path === ''}
        onChange={setName}
        onSubmit={() => void save()}
      />
    </Dialog>
  );
}

/** Empty for what is no name. */
function pathOf(name: string): string {
  const parts = name
    .replace(/\.json$/i, '')
    .split(/[\\/]/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? '' : `${parts.join('/')}.json`;
}
