import { Redo2, Undo2 } from 'lucide-react';
import { announce } from '../store/notices.ts';
import { activeTab, redoEdit, undoEdit } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';

export const historyActions: readonly Action[] = [
  {
    id: 'edit.undo',
    title: 'action.edit.undo',
    section: 'edit',
    keys: ['mod+Z'],
    isRepeated: true,
    icon: Undo2,
    isEnabled: () => (activeTab()?.history.past.length ?? 0) > 0,
    run() {
      const label = activeTab()?.history.past.at(-1)?.label ?? '';
      undoEdit();
      announce(t('edit.undone', { label }));
    },
  },
  {
    id: 'edit.redo',
    title: 'action.edit.redo',
    section: 'edit',
    keys: ['mod+Shift+Z', 'mod+Y'],
    isRepeated: true,
    icon: Redo2,
    isEnabled: () => (activeTab()?.history.future.length ?? 0) > 0,
    run() {
      const label = activeTab()?.history.future.at(-1)?.label ?? '';
      redoEdit();
      announce(t('edit.redone', { label }));
    },
  },
];
