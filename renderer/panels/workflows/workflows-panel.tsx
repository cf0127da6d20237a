import { FilePlus, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { runAction } from '../../actions/index.ts';
import { refreshWorkflows, useSavedList } from '../../files/saved-list.ts';
import { keymap } from '../../store/keymap.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { byFolder } from './by-folder.ts';
import { SavedRow } from './saved-row.tsx';
import { Templates } from './templates.tsx';
import classes from './workflows.module.css';

/** Saved workflows by folder, with pictures; templates below. */
export function WorkflowsPanel() {
  const saved = useSavedList((state) => state.saved);
  const failure = useSavedList((state) => state.failure);
  const [query, setQuery] = useState('');
  useEffect(() => void refreshWorkflows(), []);
  const folders = byFolder(saved ?? [], query);
  const keysFor = (id: string) => keymap.getState().keysFor(id)[0];
  return (
    <>
      <header className={classes['header']}>
        <h2>{t('app.panel.workflows')}</h2>
        <IconButton
          icon={FolderOpen}
          label={t('workflows.openFile')}
          keys={keysFor('file.open')}
          onClick={() => runAction('file.open')}
        />
        <IconButton
          icon={FilePlus}
          label={t('workflows.new')}
          keys={keysFor('file.new')}
          onClick={() => runAction('file.new')}
        />
      </header>
      <SearchField label={t('workflows.search')} value={query} onChange={setQuery} />
      <div className={classes['scroll']}>
        {failure !== null && (
          <div className={classes['note']} role="alert">
            <p>{t('workflows.failed', { reason: failure })}</p>
            <Button isSmall onClick={() => void refreshWorkflows()}>
              {t('workflows.retry')}
            </Button>
          </div>
        )}
        {saved === null && failure === null && <Skeletons />}
        {folders.map(({ folder, workflows }) => (
          <section key={folder} aria-label={folder === '' ? t('workflows.saved') : folder}>
            <h3>{folder === '' ? t('workflows.saved') : folder}</h3>
            <ul>
              {workflows.map((workflow) => (
                <SavedRow key={workflow.path} workflow={workflow} />
              ))}
            </ul>
          </section>
        ))}
        {saved !== null && folders.length === 0 && (
          <p className={classes['note']}>
            {t(query === '' ? 'workflows.none' : 'workflows.noMatch')}
          </p>
        )}
        <Templates query={query} />
      </div>
    </>
  );
}

function Skeletons() {
  return (
    <div aria-hidden>
      {[1, 2, 3, 4, 5, 6].map((i) => (
        <div key={i} className={classes['skeleton']} />
      ))}
    </div>
  );
}
