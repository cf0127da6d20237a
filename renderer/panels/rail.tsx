import {
  Box,
  FolderOpen,
  Images,
  Keyboard,
  Settings,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { runAction } from '../actions/index.ts';
import { toggleLeft, useLayout, type LeftPanel } from '../store/layout.ts';
import { t } from '../text/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './rail.module.css';

const PANELS: readonly {
  readonly panel: LeftPanel;
  readonly icon: LucideIcon;
  readonly keys?: string;
}[] = [
  { panel: 'nodes', icon: Workflow, keys: 'N' },
  { panel: 'models', icon: Box, keys: 'M' },
  { panel: 'workflows', icon: FolderOpen, keys: 'W' },
  { panel: 'gallery', icon: Images },
];

export function Rail() {
  const left = useLayout((state) => state.left);
  return (
    <nav data-part="rail" className={classes['rail']} aria-label={t('app.rail')}>
      {PANELS.map(({ panel, icon, keys }) => (
        <IconButton
          key={panel}
          className={classes['button'] ?? ''}
          icon={icon}
          label={t(`app.panel.${panel}`)}
          keys={keys}
          aria-pressed={left === panel}
          onClick={() => toggleLeft(panel)}
        />
      ))}
      <span className={classes['space']} />
      <IconButton
        className={classes['button'] ?? ''}
        icon={Keyboard}
        label={t('app.help')}
        onClick={() => runAction('help.shortcuts')}
      />
      <IconButton
        className={classes['button'] ?? ''}
        icon={Settings}
        label={t('app.settings')}
        onClick={() => runAction('file.settings')}
      />
    </nav>
  );
}
