import { openTheirs } from '../../files/conflict.ts';
import { saveAs, saveAt } from '../../files/save.ts';
import { closeDialog } from '../../store/dialogs.ts';
import { useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './files.module.css';

/** The file of a tab changed since it was read. */
export default function Conflict({ tab: id }: { readonly tab: string }) {
  const tab = useWorkspace(({ tabs }) => tabs.find((one) => one.id === id));
  if (tab?.file?.kind !== 'userdata') return null;
  const { path } = tab.file;
  const keep = async () => {
    closeDialog();
    await saveAt(id, path, { tag: null });
  };
  const theirs = async () => {
    closeDialog();
    await openTheirs(id);
  };
  return (
    <Dialog
      title={t('conflict.title', { name: tab.name })}
      description={t('conflict.text')}
      onClose={closeDialog}
      footer={
        <>
          <Button look="quiet" className={classes['start']} onClick={() => void theirs()}>
            {t('conflict.theirs')}
          </Button>
          <Button onClick={() => void keep()}>{t('conflict.keep')}</Button>
          <Button look="primary" onClick={() => saveAs(id)}>
            {t('conflict.saveAs')}
          </Button>
        </>
      }
    />
  );
}
