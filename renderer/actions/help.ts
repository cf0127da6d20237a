import { Command, Keyboard, Plus, Search } from 'lucide-react';
import { viewCentre } from '../canvas/view-centre.ts';
import { showDialog } from '../store/dialogs.ts';
import { layout } from '../store/layout.ts';
import { openNodeSearch } from '../store/node-search.ts';
import { activeTab } from '../store/workspace.ts';
import type { Action } from './action.ts';

const hasGraph = () => activeTab() !== null && layout.getState().view === 'graph';

/** Finding things: commands, keys, nodes. */
export const helpActions: readonly Action[] = [
  {
    id: 'help.commands',
    title: 'action.help.commands',
    section: 'help',
    keys: ['mod+K'],
    icon: Command,
    run: () => showDialog('command-palette'),
  },
  {
    id: 'help.shortcuts',
    title: 'action.help.shortcuts',
    section: 'help',
    keys: ['mod+Shift+K', '?'],
    icon: Keyboard,
    run: () => showDialog('shortcuts'),
  },
  {
    id: 'edit.find',
    title: 'action.edit.find',
    section: 'edit',
    keys: ['mod+F'],
    icon: Search,
    isEnabled: hasGraph,
    run: () => showDialog('find-node'),
  },
  {
    id: 'edit.addNode',
    title: 'action.edit.addNode',
    section: 'edit',
    icon: Plus,
    isEnabled: hasGraph,
    run: () => openNodeSearch({ ...viewCentre(), from: null }),
  },
];
