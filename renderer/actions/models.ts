import { Download, RefreshCw, Settings } from 'lucide-react';
import { showDialog } from '../store/dialogs.ts';
import { rescanModels } from '../store/models.ts';
import type { Action } from './action.ts';

/** Models and settings. */
export const modelActions: readonly Action[] = [
  {
    id: 'models.rescan',
    title: 'action.models.rescan',
    section: 'file',
    keys: ['R'],
    icon: RefreshCw,
    run: rescanModels,
  },
  {
    id: 'models.download',
    title: 'action.models.download',
    section: 'file',
    icon: Download,
    run: () => showDialog('download-model'),
  },
  {
    id: 'models.tokenizers',
    title: 'action.models.tokenizers',
    section: 'file',
    icon: Download,
    run: () => showDialog('tokenizers'),
  },
  {
    id: 'file.settings',
    title: 'action.file.settings',
    section: 'file',
    keys: ['mod+,'],
    icon: Settings,
    run: () => showDialog('settings'),
  },
];
