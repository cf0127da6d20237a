import { useState } from 'react';
import { actions } from '../actions/index.ts';
import { closeDialog } from '../store/dialogs.ts';
import { resetKeys } from '../store/keymap.ts';
import { t } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { ShortcutRow } from './shortcut-row.tsx';
import classes from './shortcuts.module.css';

export default function Shortcuts() {
  return (
    <Dialog isWide title={t('shortcuts.title')} onClose={closeDialog}>
      <ShortcutTable />
    </Dialog>
  );
}

/** All actions with their keys, which can be changed. */
export function ShortcutTable() {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const shown = actions.filter(({ title }) => t(title).toLowerCase().includes(wanted));
  const sections = Map.groupBy(shown, ({ section }) => section);
  return (
    <div className={classes['shortcuts']}>
      <div className={classes['tools']}>
        <SearchField label={t('shortcuts.search')} value={query} onChange={setQuery} />
        <Button isSmall onClick={() => resetKeys()}>
          {t('shortcuts.resetAll')}
        </Button>
      </div>
      {[...sections].map(([section, found]) => (
        <section key={section}>
          <h3 className={classes['section']}>{t(`action.section.${section}`)}</h3>
          <ul>
            {found.map((action) => (
              <ShortcutRow key={action.id} action={action} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
