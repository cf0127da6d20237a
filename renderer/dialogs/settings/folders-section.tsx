import { X } from 'lucide-react';
import { useState } from 'react';
import { useServerSettings } from '../../store/server-settings.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { CommitField } from './commit-field.tsx';
import { Row } from './row.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

export function FoldersSection() {
  const answer = useServerSettings((state) => state.answer);
  const folders = useChange();
  const comfyui = useChange();
  const downloads = useChange();
  const [path, setPath] = useState('');
  if (!answer) return null;
  const { settings, fixed, downloadFolder } = answer;
  const { modelFolders } = settings;
  const add = async () => {
    const taken = await folders.change({ modelFolders: [...modelFolders, path.trim()] });
    if (taken) setPath('');
  };
  return (
    <>
      <Row
        label={t('settings.folders.models')}
        note={t('settings.folders.about')}
        error={folders.error}
      >
        <ul className={classes['folders']}>
          {fixed.models.map((folder) => (
            <li key={folder}>
              <span className={classes['path']}>{folder}</span>
              <span className={classes['note']}>{t('settings.folders.commandLine')}</span>
            </li>
          ))}
          {modelFolders.map((folder) => (
            <li key={folder}>
              <span className={classes['path']} title={folder}>
                {folder}
              </span>
              <IconButton
                icon={X}
                label={t('settings.folders.remove', { path: folder })}
                onClick={() =>
                  void folders.change({
                    modelFolders: modelFolders.filter((other) => other !== folder),
                  })
                }
              />
            </li>
          ))}
          {modelFolders.length + fixed.models.length === 0 && (
            <li className={classes['note']}>{t('settings.folders.none')}</li>
          )}
        </ul>
        <form
          className={classes['line']}
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <input
            className={classes['field']}
            aria-label={t('settings.folders.path')}
            placeholder={t('settings.folders.path')}
            spellCheck={false}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
          <Button type="submit" disabled={path.trim() === ''}>
            {t('settings.folders.add')}
          </Button>
        </form>
      </Row>
      <Row
        label={t('settings.folders.comfyui')}
        note={t('settings.folders.comfyui.about')}
        error={comfyui.error}
      >
        <CommitField
          label={t('settings.folders.comfyui')}
          placeholder={t('settings.folders.path')}
          value={settings.comfyui ?? ''}
          onCommit={(text) => comfyui.change({ comfyui: text.trim() || null })}
        />
      </Row>
      <Row label={t('settings.folders.downloads')} error={downloads.error}>
        <CommitField
          label={t('settings.folders.downloads')}
          placeholder={downloadFolder}
          value={settings.downloadFolder ?? ''}
          onCommit={(text) => downloads.change({ downloadFolder: text.trim() || null })}
        />
      </Row>
    </>
  );
}
