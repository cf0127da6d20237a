/** The search that adds a node: where it opens, and the link that waits for the node. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { NodeId, Point } from '../../nodes/graph/document/types.ts';

/** The end of a link that was dropped on the empty canvas. */
export type PendingLink =
  | { readonly side: 'output'; readonly node: NodeId; readonly slot: number; readonly type: string }
  | {
      readonly side: 'input';
      readonly node: NodeId;
      readonly input: string;
      readonly type: string;
    };

export interface NodeSearch {
  /** In the window, px. */
  readonly at: Point;
  /** In the graph: where the node goes. */
  readonly position: Point;
  readonly from: PendingLink | null;
}

const store = createStore<{ readonly open: NodeSearch | null }>(() => ({ open: null }));

export function openNodeSearch(search: NodeSearch): void {
  store.setState({ open: search });
}

export function closeNodeSearch(): void {
  store.setState({ open: null });
}

export function useNodeSearch(): NodeSearch | null {
  return useStore(store, ({ open }) => open);
}
