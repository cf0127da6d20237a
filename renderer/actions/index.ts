/** All actions. One line adds those of a file. */
import type { Action } from './action.ts';
import { fileActions } from './file.ts';
import { arrangeActions } from './edit-arrange.ts';
import { clipboardActions } from './edit-clipboard.ts';
import { historyActions } from './edit-history.ts';
import { selectionActions } from './edit-selection.ts';
import { desktopActions } from '../desktop/actions.ts';
import { canvasActions } from './canvas.ts';
import { helpActions } from './help.ts';
import { modelActions } from './models.ts';
import { nodeActions } from './node.ts';
import { subgraphActions } from './node-subgraph.ts';
import { regionActions } from './regions.ts';
import { runActions } from './run.ts';
import { viewActions } from './view.ts';
import { viewerActions } from './viewer.ts';

export const actions: readonly Action[] = [
  ...historyActions,
  ...clipboardActions,
  ...selectionActions,
  ...nodeActions,
  ...subgraphActions,
  ...arrangeActions,
  ...fileActions,
  ...viewActions,
  ...regionActions,
  ...canvasActions,
  ...desktopActions,
  ...helpActions,
  ...runActions,
  ...modelActions,
  ...viewerActions,
];

const byId = new Map(actions.map((action) => [action.id, action]));

export function actionOf(id: string): Action | undefined {
  return byId.get(id);
}

/** Runs an action if it is there and can run now. */
export function runAction(id: string): void {
  const action = byId.get(id);
  if (action && (action.isEnabled?.() ?? true)) void action.run();
}
