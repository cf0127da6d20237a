import { useState, type SubmitEvent } from 'react';
import type { HubFiles } from '../../../electron/protocol/downloads.ts';
import { RequestError, getJson } from '../../api/http.ts';
import { told } from '../../api/told.ts';
import { closeDialog, showDialog } from '../../store/dialogs.ts';
import { startDownload, useDownloads } from '../../store/downloads.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DownloadItem } from './download-item.tsx';
import classes from './download.module.css';
import { FileList } from './file-list.tsx';
import { FOLDERS, guessFolder, isWeights } from './guess-folder.ts';

export interface DownloadModelProps {
  /** What is asked for at first. */
  readonly source?: string;
}

interface Fault {
  readonly text: string;
  readonly needsToken: boolean;
}

/** Files from Hugging Face: a repository is listed, an address of a file is taken as it is. */
export default function DownloadModel({ source: asked = '' }: DownloadModelProps) {
  const [source, setSource] = useState(asked);
  const [listed, setListed] = useState<HubFiles | null>(null);
  const [file, setFile] = useState<string | null>(null);
  const [folder, setFolder] = useState<string>('checkpoints');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const running = useDownloads((state) => state.downloads);
  const isFile = isWeights(source.split('?')[0] ?? '');

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (error) {
      const needsToken = error instanceof RequestError && error.status === 403;
      setFault({ text: told(error), needsToken });
    } finally {
      setBusy(false);
    }
  };
  const pick = (path: string) => {
    setFile(path);
    setFolder(guessFolder(path));
  };
  const list = () =>
    attempt(async () => {
      setListed(null);
      setFile(null);
      const path = `/studio/hub/files?repo=${encodeURIComponent(source)}`;
      setListed((await getJson(path)) as unknown as HubFiles);
    });
  const start = () =>
    attempt(async () => {
      await startDownload({ source, folder, ...(!isFile && file !== null && { file }) });
      setFile(null);
    });
  const canStart = source.trim() !== '' && (isFile || (listed !== null && file !== null));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (canStart) void start();
    else if (source.trim() !== '') void list();
  };

  return (
    <Dialog
      isWide
      title={t('download.title')}
      description={t('download.about', { host: 'huggingface.co' })}
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>{t('download.close')}</Button>
          <Button look="primary" disabled={!canStart || isBusy} onClick={() => void start()}>
            {t('download.start')}
          </Button>
        </>
      }
    >
      <form className={classes['form']} onSubmit={submit}>
        <label className={classes['field']}>
          {t('download.source')}
          <input
            autoFocus
            spellCheck={false}
            placeholder={t('download.hint')}
            value={source}
            onChange={(event) => {
              setSource(event.target.value);
              setListed(null);
              if (isWeights(event.target.value)) setFolder(guessFolder(event.target.value));
            }}
          />
        </label>
        <label className={[classes['field'], classes['narrow']].join(' ')}>
          {t('download.folder')}
          <select value={folder} onChange={(event) => setFolder(event.target.value)}>
            {FOLDERS.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <Button type="submit" disabled={isFile || isBusy || source.trim() === ''}>
          {t('download.list')}
        </Button>
      </form>
      {fault && (
        <div className={classes['error']} role="alert">
          {fault.text}
          {fault.needsToken && (
            <Button isSmall onClick={() => showDialog('settings', { section: 'downloads' })}>
              {t('download.addToken')}
            </Button>
          )}
        </div>
      )}
      {!isFile && (listed || isBusy) && <FileList listed={listed} file={file} onPick={pick} />}
      {running.length > 0 && (
        <section className={classes['running']}>
          <h3>{t('download.running')}</h3>
          <ul>
            {running.map((download) => (
              <DownloadItem key={download.id} download={download} />
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
