import { camera } from '../store/camera.ts';
import { layout } from '../store/layout.ts';
import { activeTab } from '../store/workspace.ts';
import type { Action } from './action.ts';

const STEP = 1.25;

/** Looking at the canvas. */
export const canvasActions: readonly Action[] = [
  {
    id: 'canvas.fit',
    title: 'action.canvas.fit',
    section: 'view',
    keys: ['.'],
    run: () => camera.getState().camera?.fit(),
  },
  {
    id: 'canvas.zoomSelection',
    title: 'action.canvas.zoomSelection',
    section: 'view',
    keys: ['Shift+Z'],
    isEnabled: () => (activeTab()?.selection.nodes.size ?? 0) > 0,
    run: () => camera.getState().camera?.fit(activeTab()?.selection.nodes),
  },
  {
    id: 'canvas.zoomIn',
    title: 'action.canvas.zoomIn',
    section: 'view',
    keys: ['Alt+='],
    isRepeated: true,
    run: () => camera.getState().camera?.zoomBy(STEP),
  },
  {
    id: 'canvas.zoomOut',
    title: 'action.canvas.zoomOut',
    section: 'view',
    keys: ['Alt+-'],
    isRepeated: true,
    run: () => camera.getState().camera?.zoomBy(1 / STEP),
  },
  {
    id: 'canvas.minimap',
    title: 'action.canvas.minimap',
    section: 'view',
    keys: ['Alt+M'],
    isChecked: () => layout.getState().isMinimapShown,
    run: () => layout.setState(({ isMinimapShown }) => ({ isMinimapShown: !isMinimapShown })),
  },
  {
    id: 'canvas.snap',
    title: 'action.canvas.snap',
    section: 'view',
    isChecked: () => camera.getState().isSnapping,
    run: () => camera.setState(({ isSnapping }) => ({ isSnapping: !isSnapping })),
  },
  {
    id: 'canvas.lock',
    title: 'action.canvas.lock',
    section: 'view',
    isChecked: () => camera.getState().isLocked,
    run: () => camera.setState(({ isLocked }) => ({ isLocked: !isLocked })),
  },
];
