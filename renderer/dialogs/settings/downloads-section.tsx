import { useState } from 'react';
import { changeToken, useServerSettings } from '../../store/server-settings.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Row } from './row.tsx';
import classes from './settings.module.css';
import { useChange } from './use-change.ts';

export function DownloadsSection() {
  const answer = useServerSettings((state) => state.answer);
  const { error, attempt } = useChange();
  const [token, setToken] = useState('');
  if (!answer) return null;
  const save = async () => {
    if (await attempt(() => changeToken(token))) setToken('');
  };
  return (
    <Row
      label={t('settings.token')}
      note={t('settings.token.about', { host: 'huggingface.co' })}
      error={error}
    >
      <p role="status">{t(answer.hasToken ? 'settings.token.present' : 'settings.token.absent')}</p>
      <form
        className={classes['line']}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <input
          className={classes['field']}
          type="password"
          autoComplete="off"
          aria-label={t('settings.token.field')}
          placeholder={t('settings.token.field')}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <Button type="submit" disabled={token.trim() === ''}>
          {t('settings.token.save')}
        </Button>
        {answer.hasToken && (
          <Button look="quiet" onClick={() => void attempt(() => changeToken(null))}>
            {t('settings.token.forget')}
          </Button>
        )}
      </form>
    </Row>
  );
}
