/** Leads from a toast to the node that it is about. */
import { showNode } from '../../actions/show-node.ts';
import { t } from '../../text/text.ts';
import { catalog } from '../catalog.ts';
import { announce, dismissNotice, notify } from '../notices.ts';
import { activateTab, workspace } from '../workspace.ts';
import { findNode, titleOf } from './node-place.ts';
import type { Problem } from './types.ts';

/** The toast of each tab. */
const shown = new Map<string, number>();

/** Takes away what was told of a tab's earlier run. */
export function dropProblemNotice(tab: string): void {
  const notice = shown.get(tab);
  shown.delete(tab);
  if (notice !== undefined) dismissNotice(notice);
}

export function showProblemNotice(
  tab: string,
  problems: readonly (readonly [node: string, Problem])[],
  runsPartly = false,
): void {
  const document = workspace.getState().tabs.find(({ id }) => id === tab)?.document;
  const [first] = problems;
  if (!document || !first) return;
  const [node, problem] = first;
  const values = {
    title: titleOf(document, node, catalog.getState().classes),
    message: problem.message,
    count: problems.length - 1,
  };
  const told = t(problems.length > 1 ? 'run.refused.more' : 'run.refused', values);
  const text = runsPartly ? t('run.partly', { message: told }) : told;
  const place = findNode(document, node);
  const action = { label: t('run.goTo'), run: () => goToNode(tab, node) };
  dropProblemNotice(tab);
  shown.set(tab, notify(text, { kind: 'error', ...(place && { action }) }));
  announce(text);
}

/** @param id as runs name nodes: `instance:inner` */
export function goToNode(tab: string, id: string): void {
  const document = workspace.getState().tabs.find((one) => one.id === tab)?.document;
  const place = document && findNode(document, id);
  if (!place) return;
  activateTab(tab);
  showNode(place.node.id, place.path);
}
