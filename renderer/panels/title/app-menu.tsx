import { actions } from '../../actions/index.ts';
import type { Section } from '../../actions/action.ts';
import { t } from '../../text/text.ts';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import classes from './title-bar.module.css';

const SECTIONS: readonly Section[] = ['file', 'edit', 'view', 'run', 'node', 'help'];

/** All actions by section, where the system has no menu bar. */
export function AppMenu() {
  return (
    <Menu entries={entries}>
      <button type="button" className={classes['mark']} aria-label={t('app.menu')}>
        <img src="/icon.svg" alt="" width={22} height={22} />
      </button>
    </Menu>
  );
}

function entries(): MenuEntry[] {
  return SECTIONS.flatMap((section) => {
    const ids = actions.filter((action) => action.section === section).map(({ id }) => id);
    return ids.length > 0 ? [{ label: t(`action.section.${section}`), entries: ids }] : [];
  });
}
