/** What is selected in the open graph. */
import type {
  Graph,
  GroupId,
  LinkId,
  NodeId,
  RerouteId,
} from '../../nodes/graph/document/types.ts';

export interface Selection {
  readonly nodes: ReadonlySet<NodeId>;
  readonly links: ReadonlySet<LinkId>;
  readonly reroutes: ReadonlySet<RerouteId>;
  readonly groups: ReadonlySet<GroupId>;
}

export const NOTHING: Selection = {
  nodes: new Set(),
  links: new Set(),
  reroutes: new Set(),
  groups: new Set(),
};

export function selectionOf(parts: Partial<Record<keyof Selection, Iterable<string>>>): Selection {
  return {
    nodes: new Set(parts.nodes),
    links: new Set(parts.links),
    reroutes: new Set(parts.reroutes),
    groups: new Set(parts.groups),
  };
}

/** Without what the graph no longer has; the same object when all is there. */
export function existing(selection: Selection, graph: Graph): Selection {
  const kinds = ['nodes', 'links', 'reroutes', 'groups'] as const;
  const isWhole = kinds.every((kind) =>
    [...selection[kind]].every((id) => Object.hasOwn(graph[kind], id)),
  );
  if (isWhole) return selection;
  return selectionOf(
    Object.fromEntries(
      kinds.map((kind) => [
        kind,
        [...selection[kind]].filter((id) => Object.hasOwn(graph[kind], id)),
      ]),
    ),
  );
}
