import { Plus } from 'lucide-react';
import { useState } from 'react';
import { closeWithUndo } from '../../files/closed-tabs.ts';
import { renameTab } from '../../files/rename.ts';
import { keymap } from '../../store/keymap.ts';
import { runs } from '../../store/run/runs.ts';
import { useStore } from 'zustand';
import { runAction } from '../../actions/index.ts';
import { activateTab, isUnsaved, moveTab, useWorkspace } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tab } from './tab.tsx';
import classes from './tabs.module.css';

/** The open workflows: click, drag to reorder, middle click closes, double click renames, arrows move between them. */
export function Tabs() {
  const tabs = useWorkspace((state) => state.tabs);
  const active = useWorkspace((state) => state.active);
  const running = useStore(
    runs,
    (state) => Object.values(state.jobs).find((job) => job.state === 'running')?.tab,
  );
  const [dragged, setDragged] = useState<string | null>(null);
  const focus = (place: number) => {
    const next = tabs.at(place % tabs.length);
    if (!next) return;
    activateTab(next.id);
    requestAnimationFrame(() => document.getElementById(`tab-${next.id}`)?.focus());
  };
  return (
    <div className={classes['strip']}>
      <div className={classes['tabs']} role="tablist" aria-label={t('files.tabs')}>
        {tabs.map((tab, place) => (
          <Tab
            key={tab.id}
            id={tab.id}
            name={tab.name}
            isActive={tab.id === active}
            isUnsaved={isUnsaved(tab)}
            isRunning={tab.id === running}
            isDragged={tab.id === dragged}
            onActivate={() => activateTab(tab.id)}
            onClose={() => closeWithUndo(tab.id)}
            onRename={(name) => void renameTab(tab.id, name)}
            onStep={(by) => focus(place + by)}
            onMove={(by) => moveTab(tab.id, Math.max(0, place + by))}
            onDrag={setDragged}
            onDragOver={() => dragged !== null && dragged !== tab.id && moveTab(dragged, place)}
          />
        ))}
      </div>
      <IconButton
        icon={Plus}
        label={t('files.new')}
        keys={keymap.getState().keysFor('file.new')[0]}
        onClick={() => runAction('file.new')}
      />
    </div>
  );
}
