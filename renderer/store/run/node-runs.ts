/** Changes of the nodes of one tab; instances of subgraphs say what those inside them do. */
import { EMPTY_TAB_RUN, IDLE, type NodeRun, type NodeStatus, type RunState } from './types.ts';

type Nodes = { readonly [node: string]: NodeRun };

export function nodesOf(state: RunState, tab: string): Nodes {
  return (state.tabs[tab] ?? EMPTY_TAB_RUN).nodes;
}

export function withNodes(state: RunState, tab: string, nodes: Nodes): RunState {
  const run = state.tabs[tab] ?? EMPTY_TAB_RUN;
  return run.nodes === nodes
    ? state
    : { ...state, tabs: { ...state.tabs, [tab]: { ...run, nodes } } };
}

/** Changes one node, and the instances around it. */
export function changeNode(nodes: Nodes, id: string, change: Partial<NodeRun>): Nodes {
  const changed: Record<string, NodeRun> = {
    ...nodes,
    [id]: { ...(nodes[id] ?? IDLE), ...change },
  };
  for (let end = id.lastIndexOf(':'); end > 0; end = id.lastIndexOf(':', end - 1)) {
    const instance = id.slice(0, end);
    changed[instance] = summary(changed, instance);
  }
  return changed;
}

/** The most telling state first. */
const ORDER: readonly NodeStatus[] = [
  'error',
  'running',
  'interrupted',
  'waiting',
  'done',
  'cached',
];

function summary(nodes: Nodes, instance: string): NodeRun {
  const inner = Object.entries(nodes).filter(
    ([id]) => id.startsWith(`${instance}:`) && !id.slice(instance.length + 1).includes(':'),
  );
  const runs = inner.map(([, run]) => run);
  const status = ORDER.find((state) => runs.some((run) => run.status === state)) ?? 'idle';
  const first = runs.find((run) => run.status === status) ?? IDLE;
  const times = runs.flatMap(({ ms }) => (ms === null ? [] : [ms]));
  return {
    ...first,
    ms: times.length > 0 ? times.reduce((sum, ms) => sum + ms, 0) : null,
    preview: runs.findLast(({ preview }) => preview)?.preview ?? null,
    files: runs.findLast(({ files }) => files.length > 0)?.files ?? [],
  };
}
