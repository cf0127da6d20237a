/** Dragging the lower right corner of nodes and groups. */
import { setSize } from '../../../nodes/graph/document/edits.ts';
import { setGroupRect } from '../../../nodes/graph/document/groups.ts';
import type { Graph, GroupId, NodeId, Point, Size } from '../../../nodes/graph/document/types.ts';
import { camera } from '../../store/camera.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { documentScene } from '../current.ts';
import { live } from '../live.ts';
import { rectIn } from '../scene/scene.ts';
import { GRID } from '../scene/snap.ts';
import type { Follower, Pointed } from './follow.ts';

export function resizingNode(start: Point, id: NodeId): Follower | null {
  const scene = documentScene();
  const node = scene?.nodes[id];
  if (!scene || !node) return null;
  const { width, height } = rectIn(scene, node);
  const { graph, subgraph } = scene;
  return resizing(start, [width, height], {
    show: (size) => {
      const nodes = { ...graph.nodes, [id]: { ...node, size } };
      live.setState({ preview: { graph: { ...graph, nodes }, subgraph } });
    },
    commit: (size) => editGraph(t('canvas.edit.resize'), (draft) => setSize(draft, id, size)),
  });
}

export function resizingGroup(start: Point, id: GroupId): Follower | null {
  const scene = documentScene();
  const group = scene?.graph.groups[id];
  if (!scene || !group) return null;
  const { graph, subgraph } = scene;
  const sized = (size: Size): Graph => ({
    ...graph,
    groups: { ...graph.groups, [id]: { ...group, size } },
  });
  return resizing(start, group.size, {
    show: ([width, height]) =>
      live.setState({
        preview: { graph: sized([Math.max(40, width), Math.max(44, height)]), subgraph },
      }),
    commit: (size) =>
      editGraph(t('canvas.edit.resize'), (draft) => setGroupRect(draft, id, group.position, size)),
  });
}

interface Sized {
  readonly show: (size: Size) => void;
  readonly commit: (size: Size) => void;
}

function resizing(start: Point, before: Size, { show, commit }: Sized): Follower {
  const sizeAt = ({ point, shift }: Pointed): Size => {
    const size = [before[0] + point[0] - start[0], before[1] + point[1] - start[1]] as const;
    const grid = shift || camera.getState().isSnapping ? GRID : 1;
    return [Math.round(size[0] / grid) * grid, Math.round(size[1] / grid) * grid];
  };
  const clear = () => live.setState({ preview: null });
  return {
    move: (pointed) => show(sizeAt(pointed)),
    end(pointed, moved) {
      if (moved) commit(sizeAt(pointed));
      clear();
    },
    cancel: clear,
  };
}
