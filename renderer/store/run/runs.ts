/** The state of runs, and what components read of it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useTab, workspace } from '../workspace.ts';
import { changeNode, nodesOf, withNodes } from './node-runs.ts';
import {
  EMPTY_TAB_RUN,
  IDLE,
  NO_RUNS,
  type Job,
  type NodeRun,
  type Problem,
  type RunState,
  type TabRun,
} from './types.ts';

export const runs = createStore<RunState>(() => NO_RUNS);

export function useRuns<T>(select: (state: RunState) => T): T {
  return useStore(runs, select);
}

/** Of the active tab. */
export function useTabRun<T>(select: (run: TabRun) => T): T {
  const tab = useTab(({ id }) => id);
  return useRuns((state) => select(state.tabs[tab ?? ''] ?? EMPTY_TAB_RUN));
}

/** @param node its id in the graph that shows; rerenders for this node alone */
export function useNodeRun(node: string): NodeRun {
  const tab = useTab(({ id }) => id) ?? '';
  const path = useTab(({ path }) => path.join(':')) ?? '';
  const id = path === '' ? node : `${path}:${node}`;
  return useRuns((state) => state.tabs[tab]?.nodes[id] ?? IDLE);
}

/** The job of a tab that runs, else the one of it that is next. */
export function jobOf(state: RunState, tab: string): Job | null {
  const { running, pending } = state.queue;
  for (const item of running ? [running, ...pending] : pending) {
    const job = state.jobs[item.id];
    if (job?.tab === tab) return job;
  }
  return null;
}

/** From 1; null when the job runs or waits no longer. */
export function placeOf({ queue }: RunState, job: string): number | null {
  const at = queue.pending.findIndex(({ id }) => id === job);
  return at < 0 ? null : at + (queue.running ? 2 : 1);
}

/** Marks what a check before the run found. */
export function showProblems(tab: string, problems: ReadonlyMap<string, Problem>): void {
  runs.setState((state) => {
    let nodes = nodesOf(state, tab);
    for (const [id, problem] of problems)
      nodes = changeNode(nodes, id, { status: 'error', problem, job: null });
    return withNodes(state, tab, nodes);
  });
}

/** Takes back what stands at a node, e.g. when its cure was taken. */
export function clearProblems(tab: string, ids: readonly string[]): void {
  runs.setState((state) => {
    let nodes = nodesOf(state, tab);
    for (const id of ids) {
      if (nodes[id]?.problem) nodes = changeNode(nodes, id, { status: 'idle', problem: null });
    }
    return withNodes(state, tab, nodes);
  });
}

/** The tab that an item of the queue names; after a reload the one of its name. */
export function tabOfItem(item: {
  readonly tab: string | null;
  readonly name: string | null;
}): string | null {
  const { tabs } = workspace.getState();
  const byId = tabs.find(({ id }) => id === item.tab);
  return (byId ?? tabs.find(({ name }) => name === item.name))?.id ?? null;
}

/** The node of a tab that makes a picture now and shows it so far. */
export function previewing({ nodes }: TabRun): NodeRun | null {
  return (
    Object.values(nodes).find(({ status, preview }) => status === 'running' && preview) ?? null
  );
}
