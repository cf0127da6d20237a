/** Takes back what a check said of a node once the node is changed. */
import { stringifyJson } from '../../../nodes/graph/json.ts';
import { workspace, type Tab } from '../workspace.ts';
import { findNode } from './node-place.ts';
import { clearProblems, runs } from './runs.ts';
import type { Problem } from './types.ts';

/** Watches until the returned function is called. */
export function watchProblems(): () => void {
  const seen = new WeakMap<Problem, string>();

  const check = (tab: Tab) => {
    const nodes = runs.getState().tabs[tab.id]?.nodes ?? {};
    const solved = Object.entries(nodes).flatMap(([id, { problem, job }]) => {
      if (!problem || job !== null) return [];
      const now = signature(tab, id);
      const before = seen.get(problem);
      if (before === undefined) seen.set(problem, now);
      return before === undefined || before === now ? [] : [id];
    });
    if (solved.length > 0) clearProblems(tab.id, solved);
  };
  const ends = [
    workspace.subscribe(({ tabs }, before) => {
      for (const tab of tabs) {
        if (before.tabs.find(({ id }) => id === tab.id)?.document !== tab.document) check(tab);
      }
    }),
    runs.subscribe((state, before) => {
      for (const tab of workspace.getState().tabs) {
        if (state.tabs[tab.id] !== before.tabs[tab.id]) check(tab);
      }
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** What runs of a node: its values, its mode and what feeds it. */
function signature(tab: Tab, id: string): string {
  const place = findNode(tab.document, id);
  if (!place) return '';
  const { node, graph } = place;
  const links = Object.values(graph.links).filter(({ to }) => to.node === node.id);
  return stringifyJson([node.values, node.mode, links.map(({ from, to }) => [from, to])]);
}
