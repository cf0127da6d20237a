import { layout, showView, toggleDrawer, toggleLeft } from '../store/layout.ts';
import { showSide, viewer } from '../store/viewer.ts';
import { compareAs } from '../viewer/step-picture.ts';
import type { Action } from './action.ts';

const isShown = () => layout.getState().view === 'viewer';

export const viewerActions: readonly Action[] = [
  {
    id: 'viewer.compare',
    title: 'action.viewer.compare',
    section: 'view',
    keys: ['B'],
    isEnabled: isShown,
    isChecked: () => viewer.getState().mode !== 'one',
    run: () => compareAs(viewer.getState().mode === 'one' ? 'side' : 'one'),
  },
  {
    id: 'viewer.showA',
    title: 'action.viewer.showA',
    section: 'view',
    keys: ['1'],
    isEnabled: isShown,
    run: () => showSide('a'),
  },
  {
    id: 'viewer.showB',
    title: 'action.viewer.showB',
    section: 'view',
    keys: ['2'],
    isEnabled: () => isShown() && viewer.getState().b !== null,
    run: () => showSide('b'),
  },
  {
    id: 'viewer.full',
    title: 'action.viewer.full',
    section: 'view',
    keys: ['F11'],
    isChecked: () => viewer.getState().isFull,
    run() {
      const isFull = isShown() && viewer.getState().isFull;
      showView('viewer');
      viewer.setState({ isFull: !isFull });
    },
  },
  {
    id: 'panel.gallery',
    title: 'action.panel.gallery',
    section: 'view',
    isChecked: () => layout.getState().left === 'gallery',
    run: () => toggleLeft('gallery'),
  },
  {
    id: 'drawer.gallery',
    title: 'action.drawer.gallery',
    section: 'view',
    run: () => toggleDrawer('gallery'),
  },
];
