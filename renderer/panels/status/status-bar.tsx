import { openGraph, useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { DeviceStatus } from './device-status.tsx';
import { ModelStatus } from './model-status.tsx';
import { RunStatus } from './run-status.tsx';
import classes from './status-bar.module.css';

export function StatusBar() {
  const count = useTab((tab) => openGraph(tab).order.length);
  return (
    <footer data-part="status" className={classes['bar']} aria-label={t('app.status')}>
      <DeviceStatus />
      <ModelStatus />
      <RunStatus />
      <span className={classes['space']} />
      {count !== null && <span>{t('app.nodeCount', { count })}</span>}
    </footer>
  );
}
