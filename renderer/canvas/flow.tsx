import {
  ReactFlow,
  useReactFlow,
  ViewportPortal,
  type NodeTypes,
  type OnMove,
  type ReactFlowInstance,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo } from 'react';
import type { Link, NodeId } from '../../nodes/graph/document/types.ts';
import { PromptHint } from '../first-run/prompt-hint.tsx';
import { camera, useCamera } from '../store/camera.ts';
import { activeTab, openSubgraph, updateTab, useTab, type Viewport } from '../store/workspace.ts';
import { makeCamera } from './camera.ts';
import classes from './canvas.module.css';
import { drawn, noteMotion, viewMotion } from './drawn.ts';
import { GroupLayer } from './groups/group-layer.tsx';
import { DrawnLinks } from './links/drawn-links.tsx';
import { LinkLayer } from './links/link-layer.tsx';
import { LinkTips } from './links/link-tips.tsx';
import { Reroutes } from './links/reroutes.tsx';
import { live, useLive } from './live.ts';
import { flowNode, type FlowNode } from './node/flow-node.ts';
import { NodeView } from './node/node-view.tsx';
import { Grid, Marks } from './overlay/marks.tsx';
import { Minimap } from './overlay/minimap.tsx';
import { Painter } from './overlay/painter.tsx';
import { ToolBar } from './overlay/tool-bar.tsx';
import { BLOCK_ZOOM, detailFor, linksIn, MOST_LINKS, nodesIn } from './scene/detail.ts';
import { centreOf, type Rect } from './scene/rect.ts';
import { rectIn, type Scene } from './scene/scene.ts';
import { useArea } from './use-area.ts';
import { useMounted } from './use-mounted.ts';

const nodeTypes: NodeTypes = { node: NodeView };
const NO_KEY = {
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  panActivationKeyCode: null,
  zoomActivationKeyCode: null,
  disableKeyboardA11y: true,
} as const;
const NO_NODES: readonly NodeId[] = [];
const NO_SELECTION: ReadonlySet<NodeId> = new Set();
export const ZOOM = { min: 0.03, max: 4 } as const;

interface FlowProps {
  readonly scene: Scene;
  /** Where it was looked at last; null: all of it is shown. */
  readonly start: Viewport | null;
  /** A drag pans from wherever it starts. */
  readonly isPanning: boolean;
}

/** React Flow as a view of the scene: it pans, zooms and places the nodes' elements; what happens on it is ours. */
export function Flow({ scene, start, isPanning }: FlowProps) {
  const area = useArea();
  const isLocked = useCamera((state) => state.isLocked);
  const hot = useLive((state) => state.hotNode);
  const preview = useLive((state) => state.preview !== null);
  const selected = useTab((tab) => tab.selection.nodes) ?? NO_SELECTION;
  const region = area?.region;
  const zoom = area?.zoom ?? 1;
  const near = useMemo(() => (region ? nearest(scene, region) : NO_NODES), [scene, region]);
  const detail = detailFor(zoom, near.length);
  useEffect(() => {
    if (live.getState().detail !== detail) live.setState({ detail });
  }, [detail]);
  const isPainted = detail === 'painted';
  const kept = hot === null ? NO_NODES : [hot];
  const mounted = useMounted(isPainted ? NO_NODES : near, kept);
  const nodes = useMemo(
    () =>
      scene.order.flatMap((id): FlowNode[] => {
        const node = mounted.has(id) ? scene.nodes[id] : undefined;
        return node ? [flowNode(scene, node)] : [];
      }),
    [scene, mounted],
  );
  const links = useMemo(() => (region ? linksIn(scene, region) : []), [scene, region]);
  useEffect(() => {
    drawn.region = region ?? null;
    drawn.links = links;
  }, [region, links]);
  useFollowViewport(start);
  const paintsLinks = isPainted || links.length > MOST_LINKS;
  const unmounted = isPainted ? near : preview ? NO_NODES : near.filter((id) => !mounted.has(id));
  const showsBlocks = unmounted.length > (viewMotion() === 'zoom' ? 0 : FEW);
  const marked = useMarkedLinks(paintsLinks ? links : NO_LINKS);
  return (
    <ReactFlow<FlowNode>
      nodes={nodes}
      nodeTypes={nodeTypes}
      defaultViewport={start ?? { x: 0, y: 0, zoom: 1 }}
      minZoom={ZOOM.min}
      maxZoom={ZOOM.max}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      panOnDrag={PAN_BUTTONS}
      zoomOnDoubleClick={false}
      proOptions={PRO}
      onInit={(instance) => open(instance, start)}
      onMove={onMove}
      onMoveEnd={onMoveEnd}
      data-locked={isLocked || undefined}
      className={classes['flow']}
      {...NO_KEY}
      noPanClassName={isPanning ? 'never' : 'nopan'}
    >
      {region && (
        <ViewportPortal>
          {zoom >= BLOCK_ZOOM && <Grid region={region} />}
          <GroupLayer scene={scene} />
          {(isPainted || paintsLinks || showsBlocks) && (
            <Painter
              scene={scene}
              region={region}
              zoom={zoom}
              nodes={unmounted}
              links={paintsLinks ? links : NO_LINKS}
              selected={selected}
            />
          )}
          <LinkLayer scene={scene} links={paintsLinks ? marked : links} />
          {!isPainted && <Reroutes scene={scene} />}
          <DrawnLinks scene={scene} />
          <LinkTips scene={scene} />
          <Marks zoom={zoom} />
          {detail === 'full' && <PromptHint scene={scene} />}
        </ViewportPortal>
      )}
      <ToolBar />
      <Minimap scene={scene} />
    </ReactFlow>
  );
}

const PAN_BUTTONS = [0, 1];
const PRO = { hideAttribution: true };
/** So many nodes come within a few frames: they are waited for. */
const FEW = 24;
const NO_LINKS: readonly Link[] = [];

function open(instance: ReactFlowInstance<FlowNode>, start: Viewport | null): void {
  const made = makeCamera(instance);
  camera.setState({ camera: made });
  if (!start) made.fit();
}

/** Of links that are painted: those that stand out. */
function useMarkedLinks(links: readonly Link[]): readonly Link[] {
  const hovered = useLive((state) => state.hoveredLink?.id);
  const into = useLive((state) => state.insertInto);
  const selected = useTab((tab) => tab.selection.links);
  return links.filter(({ id }) => id === hovered || id === into || selected?.has(id));
}

/** Others move the view by what the tab says of it. */
function useFollowViewport(wanted: Viewport | null): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const { x, y, zoom } = getViewport();
    if (!wanted || (wanted.x === x && wanted.y === y && wanted.zoom === zoom)) return;
    void setViewport(wanted);
  }, [wanted, getViewport, setViewport]);
}

const onMove: OnMove = (_event, { zoom }) => noteMotion(zoom);

const onMoveEnd: OnMove = (_event, { x, y, zoom }) => {
  const tab = activeTab();
  if (!tab) return;
  const key = openSubgraph(tab) ?? '';
  const known = tab.viewports[key];
  if (known && known.x === x && known.y === y && known.zoom === zoom) return;
  updateTab(tab.id, { viewports: { ...tab.viewports, [key]: { x, y, zoom } } });
};

/** What lies in the region, the middle first. */
function nearest(scene: Scene, region: Rect): readonly NodeId[] {
  const [x, y] = centreOf(region);
  const distance = new Map<NodeId, number>();
  const ids = nodesIn(scene, region);
  for (const id of ids) {
    const node = scene.nodes[id];
    const [nx, ny] = node ? centreOf(rectIn(scene, node)) : [x, y];
    distance.set(id, Math.hypot(nx - x, ny - y));
  }
  return ids.sort((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0));
}
