import { useCallback } from 'react';
import type { Action } from '../actions/action.ts';
import { actions, runAction } from '../actions/index.ts';
import { shownKeys } from '../actions/keys.ts';
import { isMac } from '../actions/platform.ts';
import { rankNames } from '../search/rank-names.ts';
import { closeDialog } from '../store/dialogs.ts';
import { keymap } from '../store/keymap.ts';
import { t } from '../text/text.ts';
import { SearchList } from '../ui/search-list.tsx';
import { Palette } from './palette.tsx';
import classes from './palette.module.css';

/** Every action that can run now. */
export default function CommandPalette() {
  const find = useCallback(
    (query: string) =>
      rankNames(
        actions.filter((action) => action.isEnabled?.() ?? true),
        query,
        ({ section, title }) => `${t(`action.section.${section}`)} ${t(title)}`,
      ),
    [],
  );
  return (
    <Palette title={t('palette.title')}>
      <SearchList<Action>
        label={t('palette.search')}
        empty={t('palette.none')}
        find={find}
        keyOf={({ id }) => id}
        render={(action) => <Command action={action} />}
        onChoose={({ id }) => {
          closeDialog();
          runAction(id);
        }}
      />
    </Palette>
  );
}

function Command({ action }: { readonly action: Action }) {
  const { icon: Icon, id, section, title } = action;
  const keys = keymap.getState().keysFor(id)[0];
  return (
    <>
      <span className={classes['icon']}>
        {Icon && <Icon size={14} strokeWidth={1.5} aria-hidden />}
      </span>
      <span className={classes['section']}>{t(`action.section.${section}`)}</span>
      {t(title)}
      {keys !== undefined && <kbd className={classes['end']}>{shownKeys(keys, isMac)}</kbd>}
    </>
  );
}
