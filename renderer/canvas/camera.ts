/** The camera of a canvas, over React Flow's viewport. */
import type { ReactFlowInstance } from '@xyflow/react';
import type { Camera } from '../store/camera.ts';
import { currentScene } from './current.ts';
import type { FlowNode } from './node/flow-node.ts';
import { viewOf } from './scene/detail.ts';
import { boundsIn } from './scene/items.ts';
import { contains, type Rect } from './scene/rect.ts';
import { rectIn } from './scene/scene.ts';

/** Around what is fitted, px in the window. */
const MARGIN = 48;
const MOST_FIT = 1;

export function makeCamera(instance: ReactFlowInstance<FlowNode>): Camera {
  const size = () => {
    const rect = document.querySelector('.react-flow')?.getBoundingClientRect();
    return [rect?.width ?? 0, rect?.height ?? 0] as const;
  };
  const show = (rect: Rect, zoom: number) => {
    const [width, height] = size();
    void instance.setViewport({
      x: width / 2 - (rect.x + rect.width / 2) * zoom,
      y: height / 2 - (rect.y + rect.height / 2) * zoom,
      zoom,
    });
  };
  return {
    fit(nodes) {
      const scene = currentScene();
      const bounds = scene && boundsIn(scene, nodes ?? null);
      if (bounds) show(bounds, fitZoom(bounds, size()));
    },
    zoomBy(factor) {
      const [width, height] = size();
      const { x, y, zoom } = instance.getViewport();
      const next = Math.min(4, Math.max(0.03, zoom * factor));
      const ratio = next / zoom;
      void instance.setViewport({
        x: width / 2 - (width / 2 - x) * ratio,
        y: height / 2 - (height / 2 - y) * ratio,
        zoom: next,
      });
    },
    reveal(id) {
      const scene = currentScene();
      const node = scene?.nodes[id];
      if (!scene || !node) return;
      const rect = rectIn(scene, node);
      const viewport = instance.getViewport();
      const view = viewOf(viewport, size());
      if (contains(view, rect)) return;
      const { zoom } = viewport;
      const nudge = (from: number, length: number, start: number, room: number) =>
        from < start || length > room
          ? start - from + 20
          : Math.min(0, start + room - from - length - 20);
      const dx = nudge(rect.x, rect.width, view.x, view.width);
      const dy = nudge(rect.y, rect.height, view.y, view.height);
      void instance.setViewport({ x: viewport.x + dx * zoom, y: viewport.y + dy * zoom, zoom });
    },
    centre([x, y]) {
      const [width, height] = size();
      const { zoom } = instance.getViewport();
      void instance.setViewport({ x: width / 2 - x * zoom, y: height / 2 - y * zoom, zoom });
    },
    panBy(dx, dy) {
      const { x, y, zoom } = instance.getViewport();
      void instance.setViewport({ x: x + dx, y: y + dy, zoom });
    },
    toGraph([clientX, clientY]) {
      const { x, y } = instance.screenToFlowPosition(
        { x: clientX, y: clientY },
        { snapToGrid: false },
      );
      return [x, y];
    },
    viewport: () => instance.getViewport(),
  };
}

/** At most its own size. */
export function fitZoom(rect: Rect, [width, height]: readonly [number, number]): number {
  const zoom = Math.min((width - 2 * MARGIN) / rect.width, (height - 2 * MARGIN) / rect.height);
  return Math.min(MOST_FIT, Math.max(0.03, zoom));
}
