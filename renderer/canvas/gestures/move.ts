/** Dragging nodes, reroutes and groups: one edit when they are let go. */
import { moveItems } from '../../../nodes/graph/document/edits.ts';
import { rectOfGroup } from '../../../nodes/graph/document/geometry.ts';
import type { GroupContent } from '../../../nodes/graph/document/groups.ts';
import { insertOnLink } from '../../../nodes/graph/document/splice.ts';
import type { Point } from '../../../nodes/graph/document/types.ts';
import { camera } from '../../store/camera.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { drawn } from '../drawn.ts';
import { live } from '../live.ts';
import { insertionFor, type Insertion } from '../scene/insertion.ts';
import { boundsOf, contains, type Rect } from '../scene/rect.ts';
import { rectIn, type Scene } from '../scene/scene.ts';
import { shifted, shiftedBoundary } from '../scene/shift.ts';
import { alignTo, snapToGrid, type Snapped } from '../scene/snap.ts';
import type { Follower } from './follow.ts';

/** Pull of the lines of others, px in the window. */
const REACH = 5;

export interface Move {
  readonly scene: Scene;
  readonly items: GroupContent;
  /** Whether one node may be put on a link. */
  readonly inserts: boolean;
  readonly commit: (delta: Point, insertion: Insertion | null) => void;
}

/** @param start where the pointer took hold, in the graph */
export function moving(start: Point, { scene, items, inserts, commit }: Move): Follower | null {
  const bounds = boundsOfItems(scene, items);
  if (!bounds) return null;
  const moved = new Set(items.nodes);
  const others = scene.order
    .filter((id) => !moved.has(id))
    .flatMap((id) => scene.nodes[id] ?? [])
    .map((node) => rectIn(scene, node))
    .filter((rect) => drawn.region !== null && contains(drawn.region, rect));
  let delta: Point = [0, 0];
  let insertion: Insertion | null = null;
  return {
    move({ point, shift }) {
      const snapped = snap(bounds, [point[0] - start[0], point[1] - start[1]], shift, others);
      delta = snapped.delta;
      insertion = inserts ? insertionFor(scene, items, delta) : null;
      live.setState({
        preview: {
          graph: shifted(scene.graph, items, delta),
          subgraph: shiftedBoundary(scene.subgraph, items.nodes, delta),
        },
        guides: snapped.guides,
        insertInto: insertion?.link ?? null,
      });
    },
    end(_pointed, isMoved) {
      if (isMoved) commit(delta, insertion);
      clear();
    },
    cancel: clear,
  };
}

/** Moves them where they are in the document. */
export function commitMove(items: GroupContent, delta: Point, insertion: Insertion | null): void {
  editGraph(t(insertion ? 'canvas.edit.insert' : 'canvas.edit.move'), (graph) => {
    moveItems(graph, items, delta);
    if (insertion) insertOnLink(graph, insertion.node, insertion.link);
  });
}

function snap(bounds: Rect, delta: Point, shift: boolean, others: readonly Rect[]): Snapped {
  const { isSnapping, camera: view } = camera.getState();
  if (shift || isSnapping) return { delta: snapToGrid(bounds, delta), guides: [] };
  return alignTo(bounds, delta, others, REACH / (view?.viewport().zoom ?? 1));
}

function clear(): void {
  live.setState({ preview: null, guides: [], insertInto: null });
}

function boundsOfItems(scene: Scene, { nodes, groups, reroutes }: GroupContent): Rect | null {
  return boundsOf([
    ...nodes.flatMap((id) => scene.nodes[id] ?? []).map((node) => rectIn(scene, node)),
    ...groups.flatMap((id) => scene.graph.groups[id] ?? []).map(rectOfGroup),
    ...reroutes
      .flatMap((id) => scene.graph.reroutes[id] ?? [])
      .map(({ position: [x, y] }) => ({ x, y, width: 0, height: 0 })),
  ]);
}
