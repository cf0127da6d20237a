import { useState } from 'react';
import type { HubFiles } from '../../../electron/protocol/downloads.ts';
import { t } from '../../text/text.ts';
import { shownBytes } from '../../text/units.ts';
import { SearchField } from '../../ui/search-field.tsx';
import classes from './download.module.css';
import { isWeights } from './guess-folder.ts';

export interface FileListProps {
  /** Null while the files are asked for. */
  readonly listed: HubFiles | null;
  readonly file: string | null;
  readonly onPick: (path: string) => void;
}

const MANY = 12;

/** The weights of a repository, one of which is chosen. */
export function FileList({ listed, file, onPick }: FileListProps) {
  const [query, setQuery] = useState('');
  const weights = (listed?.files ?? []).filter(({ path }) => isWeights(path));
  const shown = weights.filter(({ path }) => path.toLowerCase().includes(query.toLowerCase()));
  return (
    <div className={classes['files']}>
      {weights.length > MANY && (
        <SearchField label={t('download.filter')} value={query} onChange={setQuery} />
      )}
      {listed === null && (
        <p className={classes['note']} role="status">
          {t('download.listing')}
        </p>
      )}
      {listed && weights.length === 0 && (
        <p className={classes['note']} role="status">
          {t('download.noFiles')}
        </p>
      )}
      {listed && weights.length > 0 && (
        <div role="radiogroup" aria-label={t('download.files', { repo: listed.repo })}>
          {shown.map(({ path, size }) => (
            <label key={path} className={classes['file']}>
              <input
                type="radio"
                name="file"
                checked={path === file}
                onChange={() => onPick(path)}
              />
              <span className={classes['path']} title={path}>
                {path}
              </span>
              <span className={classes['size']}>{shownBytes(size)}</span>
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
