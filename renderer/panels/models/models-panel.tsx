import { Download, FolderPlus, RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { runAction } from '../../actions/index.ts';
import { showDialog } from '../../store/dialogs.ts';
import { loadModels, useModels } from '../../store/models.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { DownloadStrip } from './download-strip.tsx';
import { ModelList } from './model-list.tsx';
import { modelRows } from './model-rows.ts';
import classes from './models-panel.module.css';

const showFolders = () => showDialog('settings', { section: 'folders' });

/** What the models folders hold, by what it is, with size, precision, and what is wrong. */
export function ModelsPanel() {
  const { models, pending, status } = useModels((state) => state);
  const [query, setQuery] = useState('');
  const rows = useMemo(() => modelRows(models, query), [models, query]);
  useEffect(() => void loadModels(), []);
  const found = rows.filter(({ kind }) => kind === 'model').length;
  const isReading = status === 'reading' && pending > 0;
  return (
    <>
      <header className={classes['header']}>
        <h2>{t('app.panel.models')}</h2>
        <IconButton
          icon={RefreshCw}
          label={t('models.rescan')}
          keys="R"
          onClick={() => runAction('models.rescan')}
        />
        <IconButton
          icon={Download}
          label={t('models.download')}
          onClick={() => runAction('models.download')}
        />
        <IconButton icon={FolderPlus} label={t('models.addFolder')} onClick={showFolders} />
      </header>
      <SearchField label={t('models.search')} value={query} onChange={setQuery} />
      {status === 'failed' && (
        <div className={classes['note']} role="alert">
          {t('models.failed')}
          <Button isSmall onClick={() => void loadModels()}>
            {t('models.retry')}
          </Button>
        </div>
      )}
      {status === 'ready' && found === 0 && (
        <div className={classes['note']}>
          {t(query === '' ? 'models.empty' : 'models.none')}
          {query === '' && (
            <Button isSmall onClick={showFolders}>
              {t('models.addFolder')}
            </Button>
          )}
        </div>
      )}
      <ModelList rows={rows} />
      <DownloadStrip />
      <p className={classes['foot']} role="status">
        {isReading ? t('models.reading', { count: pending }) : t('models.found', { count: found })}
      </p>
    </>
  );
}
