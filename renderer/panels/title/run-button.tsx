import { ChevronDown, Play, Square } from 'lucide-react';
import { runAction } from '../../actions/index.ts';
import { useCatalog } from '../../store/catalog.ts';
import { keymap } from '../../store/keymap.ts';
import { useLayout } from '../../store/layout.ts';
import { runOptions, setRunCount, useRunOptions } from '../../store/run/options.ts';
import { useRuns } from '../../store/run/runs.ts';
import { useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import classes from './run-button.module.css';

const COUNTS = [1, 2, 4, 8, 16, 32];

/** Run with its ways to run, and Stop while something runs. */
export function RunButton() {
  const isRunning = useRuns(({ queue }) => queue.running !== null);
  const isReady = useCatalog(({ status }) => status === 'ready');
  const isOpen = useWorkspace(({ active }) => active !== null);
  // The form has the primary button of its screen.
  const look = useLayout(({ view }) => view) === 'form' ? 'normal' : 'primary';
  const count = useRunOptions((options) => options.count);
  return (
    <>
      {isRunning && (
        <Tooltip label={t('run.stop')} keys={keysOf('run.stop')}>
          <Button look="quiet" onClick={() => runAction('run.stop')}>
            <Square size={12} fill="currentColor" aria-hidden />
            {t('run.stop')}
          </Button>
        </Tooltip>
      )}
      <div className={classes['split']}>
        <Tooltip label={t('run.run')} keys={keysOf('run')}>
          <Button
            look={look}
            className={classes['run'] ?? ''}
            disabled={!isReady || !isOpen}
            onClick={() => runAction('run')}
          >
            <Play size={14} fill="currentColor" aria-hidden />
            {t('run.run')}
          </Button>
        </Tooltip>
        <Menu entries={entries}>
          <Button look={look} className={classes['more'] ?? ''} aria-label={t('run.more')}>
            {count > 1 && t('run.times', { count })}
            <ChevronDown size={14} aria-hidden />
          </Button>
        </Menu>
      </div>
    </>
  );
}

function entries(): MenuEntry[] {
  const { count } = runOptions.getState();
  return [
    'run.first',
    'run.selection',
    'run.onChange',
    'separator',
    ...COUNTS.map((one) => ({
      label: t('run.count.item', { count: one }),
      isChecked: one === count,
      run: () => setRunCount(one),
    })),
    'separator',
    'run.pause',
    'run.clear',
  ];
}

function keysOf(action: string): string | undefined {
  return keymap.getState().keysFor(action)[0];
}
