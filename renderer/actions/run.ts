import { ListX, Pause, Play, Square } from 'lucide-react';
import { notify } from '../store/notices.ts';
import { catalog } from '../store/catalog.ts';
import { retryFailed } from '../store/run/history.ts';
import { runOptions } from '../store/run/options.ts';
import { clearQueue, interrupt, togglePaused } from '../store/run/queue-commands.ts';
import { runs } from '../store/run/runs.ts';
import { queueRuns } from '../store/run/submit.ts';
import { activeTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';

const isOpen = () => activeTab() !== null && catalog.getState().status === 'ready';

export const runActions: readonly Action[] = [
  {
    id: 'run',
    title: 'action.run',
    section: 'run',
    keys: ['mod+Enter', 'F5'],
    icon: Play,
    isEnabled: isOpen,
    run: async () => void (await queueRuns({ count: runOptions.getState().count })),
  },
  {
    id: 'run.first',
    title: 'action.run.first',
    section: 'run',
    keys: ['mod+Shift+Enter'],
    isEnabled: isOpen,
    run: async () => void (await queueRuns({ isFirst: true })),
  },
  {
    id: 'run.selection',
    title: 'action.run.selection',
    section: 'run',
    keys: ['Alt+Enter'],
    isEnabled: isOpen,
    run: runSelection,
  },
  {
    id: 'run.onChange',
    title: 'action.run.onChange',
    section: 'run',
    isChecked: () => runOptions.getState().onChange,
    run() {
      const onChange = !runOptions.getState().onChange;
      runOptions.setState({ onChange });
      notify(t(onChange ? 'notice.onChange.on' : 'notice.onChange.off'));
    },
  },
  {
    id: 'run.stop',
    title: 'action.run.stop',
    section: 'run',
    keys: ['mod+Alt+Enter', 'F7'],
    icon: Square,
    isEnabled: () => runs.getState().queue.running !== null,
    run: interrupt,
  },
  {
    id: 'run.pause',
    title: 'action.run.pause',
    section: 'run',
    keys: ['F6'],
    icon: Pause,
    isChecked: () => runs.getState().queue.paused,
    run: togglePaused,
  },
  {
    id: 'run.clear',
    title: 'action.run.clear',
    section: 'run',
    icon: ListX,
    isEnabled: () => runs.getState().queue.pending.length > 0,
    run: clearQueue,
  },
  { id: 'run.retryFailed', title: 'action.run.retryFailed', section: 'run', run: retryFailed },
];

async function runSelection(): Promise<void> {
  const tab = activeTab();
  if (!tab) return;
  const upTo = [...tab.selection.nodes].map((id) => [...tab.path, id].join(':'));
  if (upTo.length === 0) notify(t('run.selection.none'));
  else await queueRuns({ upTo });
}
