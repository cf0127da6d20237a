/** What a gesture in progress shows: nothing of it is part of the document. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { LinkEnd, LinkStart, Refusal } from '../../nodes/graph/document/connect.ts';
import type { Graph, LinkId, NodeId, Point, Subgraph } from '../../nodes/graph/document/types.ts';
import type { Detail } from './scene/detail.ts';
import type { Rect } from './scene/rect.ts';
import type { Guide } from './scene/snap.ts';

/** Links being drawn: one end is fixed, the other is at the pointer. */
export type Connecting = {
  readonly type: string;
  /** Links that it takes the place of. */
  readonly removed: readonly LinkId[];
  /** Nodes that would wait for themselves. */
  readonly blocked: ReadonlySet<NodeId>;
} & (
  | { readonly fixed: 'from'; readonly from: LinkStart }
  | { readonly fixed: 'to'; readonly to: readonly [LinkEnd, ...LinkEnd[]] }
);

export type Target =
  | { readonly side: 'input'; readonly end: LinkEnd }
  | { readonly side: 'output'; readonly end: LinkStart };

export interface Aim {
  /** In the graph. */
  readonly point: Point;
  readonly target: Target | null;
  readonly refusal: Refusal | null;
}

/** Why a link was not made, shown where it was dropped. */
export interface Refused {
  readonly at: Point;
  readonly refusal: Refusal;
  readonly connecting: Connecting;
  readonly target: Target;
}

export interface Live {
  /** Shown in the place of the document while things are dragged. */
  readonly preview: { readonly graph: Graph; readonly subgraph: Subgraph | null } | null;
  readonly guides: readonly Guide[];
  readonly box: Rect | null;
  readonly connecting: Connecting | null;
  readonly aim: Aim | null;
  readonly refused: Refused | null;
  readonly hoveredLink: { readonly id: LinkId; readonly at: Point } | null;
  /** Where a dragged node would be put in between. */
  readonly insertInto: LinkId | null;
  /** Under the pointer while nodes are painted. */
  readonly hotNode: NodeId | null;
  readonly renaming: {
    readonly kind: 'node' | 'group' | 'input' | 'output';
    readonly id: string;
  } | null;
  readonly detail: Detail;
}

const QUIET: Live = {
  preview: null,
  guides: [],
  box: null,
  connecting: null,
  aim: null,
  refused: null,
  hoveredLink: null,
  insertInto: null,
  hotNode: null,
  renaming: null,
  detail: 'full',
};

export const live = createStore<Live>(() => QUIET);

export function useLive<T>(select: (state: Live) => T): T {
  return useStore(live, select);
}

export function startRenaming(renaming: NonNullable<Live['renaming']>): void {
  live.setState({ renaming });
}

export function stopRenaming(): void {
  live.setState({ renaming: null });
}
