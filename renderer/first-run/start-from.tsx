import { Box, FolderOpen, Keyboard, type LucideIcon } from 'lucide-react';
import { runAction } from '../actions/index.ts';
import { shownKeys } from '../actions/keys.ts';
import { isMac } from '../actions/platform.ts';
import { Templates } from '../panels/workflows/templates.tsx';
import { showDialog } from '../store/dialogs.ts';
import { keymap } from '../store/keymap.ts';
import { t } from '../text/text.ts';
import classes from './first-run.module.css';

/** Ways to begin, until something was run. */
export function StartFrom() {
  return (
    <>
      <div className={classes['templates']}>
        <Templates title={t('first.start')} />
      </div>
      <ul className={classes['ways']} aria-label={t('first.more')}>
        <Way icon={FolderOpen} label={t('first.open')} action="file.open" />
        <Way
          icon={Box}
          label={t('first.folder')}
          onClick={() => showDialog('settings', { section: 'folders' })}
        />
        <Way icon={Keyboard} label={t('first.shortcuts')} action="help.shortcuts" />
      </ul>
    </>
  );
}

interface WayProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly action?: string;
  readonly onClick?: () => void;
}

function Way({ icon: Icon, label, action = '', onClick = () => runAction(action) }: WayProps) {
  const keys = keymap.getState().keysFor(action)[0];
  return (
    <li>
      <button type="button" className={classes['way']} onClick={onClick}>
        <Icon size={16} strokeWidth={1.5} aria-hidden />
        <span>{label}</span>
        {keys !== undefined && <kbd>{shownKeys(keys, isMac)}</kbd>}
      </button>
    </li>
  );
}
