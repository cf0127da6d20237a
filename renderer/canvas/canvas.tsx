import { ReactFlowProvider } from '@xyflow/react';
import { useRef, type DragEvent, type MouseEvent, type PointerEvent } from 'react';
import { camera } from '../store/camera.ts';
import { openNodeSearch } from '../store/node-search.ts';
import { openSubgraph, useTab } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { ContextMenu, type MenuEntry } from '../ui/menu.tsx';
import classes from './canvas.module.css';
import { currentScene, useScene } from './current.ts';
import { Flow } from './flow.tsx';
import { canDrop, drop } from './gestures/drop.ts';
import { hover, leave } from './gestures/hover.ts';
import { press, linkUnder } from './gestures/press.ts';
import { onCanvasKeyDown } from './keyboard/canvas-keys.ts';
import { ConnectList } from './keyboard/connect-list.tsx';
import { useLive } from './live.ts';
import { menuEntries } from './menu-entries.ts';
import { Breadcrumbs } from './overlay/breadcrumbs.tsx';
import { Empty, Loading } from './overlay/empty.tsx';
import { useSpace } from './use-space.ts';

/** The graph of the active tab: pan, zoom, wire, arrange. */
export function Canvas() {
  const scene = useScene();
  const shown = useTab((tab) => `${tab.id} ${tab.path.join(':')}`);
  const start = useTab((tab) => tab.viewports[openSubgraph(tab) ?? '']);
  const overLink = useLive((state) => state.hoveredLink !== null);
  const region = useRef<HTMLElement>(null);
  const menu = useRef<readonly MenuEntry[]>([]);
  const isPanning = useSpace(region);
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!isOnGraph(event)) return;
    const field = document.activeElement;
    if (field instanceof HTMLElement && !field.contains(event.target as Node)) field.blur();
    if (isPanning) return;
    press(event.nativeEvent, event.currentTarget.getBoundingClientRect());
  };
  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const current = currentScene();
    if (!isOnGround(event) || !current) return;
    const { point, at } = placeOf(event);
    if (!linkUnder(current, point)) openNodeSearch({ at, position: rounded(point), from: null });
  };
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    if (!isOnGraph(event)) {
      event.stopPropagation();
      return;
    }
    const { point, at } = placeOf(event);
    menu.current = menuEntries(event.target as Element, at, point);
  };
  const onDragOver = (event: DragEvent<HTMLElement>) => {
    if (event.defaultPrevented || !canDrop(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const onDrop = (event: DragEvent<HTMLElement>) => {
    if (event.defaultPrevented || !canDrop(event.dataTransfer)) return;
    event.preventDefault();
    event.stopPropagation();
    void drop(event.dataTransfer, rounded(placeOf(event).point), event.altKey);
  };
  const isEmpty = scene !== null && scene.order.length === 0 && isBare(scene.graph.groups);
  return (
    <ContextMenu entries={() => menu.current}>
      <section
        ref={region}
        role="region"
        data-part="canvas"
        aria-label={t('canvas.graph')}
        tabIndex={0}
        className={classes['canvas']}
        data-over-link={overLink || undefined}
        data-panning={isPanning || undefined}
        onKeyDown={onCanvasKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => hover(event.nativeEvent)}
        onPointerLeave={leave}
        onDoubleClick={onDoubleClick}
        onContextMenuCapture={onContextMenu}
        onDragOver={onDragOver}
        onDrop={onDrop}
      >
        {scene && (
          <ReactFlowProvider key={shown}>
            <Flow scene={scene} start={start ?? null} isPanning={isPanning} />
          </ReactFlowProvider>
        )}
        <Breadcrumbs />
        {isEmpty && <Empty />}
        {!scene && <Loading />}
        <ConnectList />
        <span tabIndex={-1} data-canvas-end="" />
      </section>
    </ContextMenu>
  );
}

/** On nodes, links or the ground: not on bars over the canvas, nor in popups that React counts as inside. */
function isOnGraph({ target, currentTarget }: { target: EventTarget; currentTarget: Element }) {
  return (
    target instanceof Element &&
    currentTarget.contains(target) &&
    target.closest('.react-flow__pane, .react-flow__viewport') !== null &&
    target.closest('[data-canvas-part]') === null
  );
}

function isOnGround({ target }: { target: EventTarget }): boolean {
  return target instanceof Element && target.classList.contains('react-flow__pane');
}

function placeOf({ clientX, clientY }: MouseEvent) {
  const at = [clientX, clientY] as const;
  return { at, point: camera.getState().camera?.toGraph(at) ?? at };
}

function rounded([x, y]: readonly [number, number]): readonly [number, number] {
  return [Math.round(x), Math.round(y)];
}

function isBare(record: object): boolean {
  return Object.keys(record).length === 0;
}
