import { FilePlus, FolderOpen, Save } from 'lucide-react';
import { closedTabs, closeWithUndo, reopen } from '../files/closed-tabs.ts';
import { openFiles, openTemplate } from '../files/open.ts';
import { reports, showReport } from '../files/review-import.ts';
import { exportTab, saveAs, saveTab } from '../files/save.ts';
import { showDialog } from '../store/dialogs.ts';
import { activateTab, activeTab, openTab, workspace, type Tab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';

const isOpen = () => activeTab() !== null;
const hasSeveral = () => workspace.getState().tabs.length > 1;

/** What acts on the active tab; without one it cannot run. */
function onTab(run: (tab: Tab) => void | Promise<void>): Pick<Action, 'isEnabled' | 'run'> {
  return {
    isEnabled: isOpen,
    run() {
      const tab = activeTab();
      return tab ? run(tab) : undefined;
    },
  };
}

export const fileActions: readonly Action[] = [
  {
    id: 'file.new',
    title: 'action.file.new',
    section: 'file',
    keys: ['mod+N', 'Alt+N'],
    icon: FilePlus,
    run: () => void openTab({ name: t('app.untitled') }),
  },
  {
    id: 'file.default',
    title: 'action.file.default',
    section: 'file',
    keys: ['mod+D'],
    run: () => openTemplate('first-picture', t('files.firstPicture')),
  },
  {
    id: 'file.open',
    title: 'action.file.open',
    section: 'file',
    keys: ['mod+O'],
    icon: FolderOpen,
    run: openFiles,
  },
  {
    id: 'file.save',
    title: 'action.file.save',
    section: 'file',
    keys: ['mod+S'],
    icon: Save,
    ...onTab(({ id }) => saveTab(id)),
  },
  {
    id: 'file.saveAs',
    title: 'action.file.saveAs',
    section: 'file',
    keys: ['mod+Shift+S'],
    ...onTab(({ id }) => saveAs(id)),
  },
  {
    id: 'file.rename',
    title: 'action.file.rename',
    section: 'file',
    ...onTab(({ id }) => showDialog('rename-workflow', { tab: id })),
  },
  {
    id: 'file.export',
    title: 'action.file.export',
    section: 'file',
    ...onTab(({ id }) => exportTab(id, 'workflow')),
  },
  {
    id: 'file.exportApi',
    title: 'action.file.exportApi',
    section: 'file',
    ...onTab(({ id }) => exportTab(id, 'api')),
  },
  {
    id: 'file.report',
    title: 'action.file.report',
    section: 'file',
    isEnabled: () => (activeTab()?.id ?? '') in reports.getState().byTab,
    run: () => showReport(activeTab()?.id ?? ''),
  },
  {
    id: 'file.nextTab',
    title: 'action.file.nextTab',
    section: 'file',
    keys: ['mod+Tab', 'Alt+PageDown'],
    isRepeated: true,
    isEnabled: hasSeveral,
    run: () => step(1),
  },
  {
    id: 'file.previousTab',
    title: 'action.file.previousTab',
    section: 'file',
    keys: ['mod+Shift+Tab', 'Alt+PageUp'],
    isRepeated: true,
    isEnabled: hasSeveral,
    run: () => step(-1),
  },
  {
    id: 'file.close',
    title: 'action.file.close',
    section: 'file',
    keys: ['mod+W', 'Alt+W'],
    ...onTab(({ id }) => closeWithUndo(id)),
  },
  {
    id: 'file.reopen',
    title: 'action.file.reopen',
    section: 'file',
    keys: ['mod+Shift+T', 'Alt+Shift+T'],
    isEnabled: () => closedTabs.getState().closed.length > 0,
    run: () => reopen(),
  },
];

/** The tab so many places on, around the ends. */
function step(by: number): void {
  const { tabs, active } = workspace.getState();
  const place = tabs.findIndex(({ id }) => id === active);
  const next = tabs.at((place + by) % tabs.length);
  if (next) activateTab(next.id);
}
