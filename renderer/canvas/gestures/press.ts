/** What a press of the pointer on the canvas begins. */
import { addReroute, pathOf } from '../../../nodes/graph/document/reroutes.ts';
import type { Link, Point } from '../../../nodes/graph/document/types.ts';
import { isMac } from '../../actions/platform.ts';
import { camera } from '../../store/camera.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { documentScene } from '../current.ts';
import { drawn } from '../drawn.ts';
import { live } from '../live.ts';
import { linkAt } from '../scene/link-curve.ts';
import { isBoundary, inputPoint, outputPoint, type Scene } from '../scene/scene.ts';
import { connecting, fromInput, fromOutput, otherEnd, otherStart } from './connect.ts';
import { follow, pointedOf, type Follower } from './follow.ts';
import { resizingGroup, resizingNode } from './resize.ts';
import { boxing, isSelected, selectNothing, selectOne, unselect } from './select.ts';
import { movingBoundary, movingCopies, movingSelection } from './start-move.ts';

/** How near to a link counts as on it, px in the window. */
const REACH = 7;
const END_REACH = 60;
/** Parts of nodes that take the pointer for themselves. */
const OWN = '.nodrag, input, textarea, select, button, a, [contenteditable=true]';

/** @returns whether a gesture of ours begins; else the view is panned */
export function press(event: PointerEvent, bounds: DOMRect): boolean {
  const { target } = event;
  const scene = documentScene();
  if (!(target instanceof Element) || !scene || event.button !== 0) return false;
  const { point } = pointedOf(event);
  live.setState({ refused: null });
  const found = gestureAt(event, target, scene, point);
  if (!found) return false;
  follow(event, found, found.isClick ? null : bounds);
  return true;
}

export function isMod({ ctrlKey, metaKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>): boolean {
  return isMac ? metaKey : ctrlKey;
}

/** The link under a place in the graph. */
export function linkUnder(scene: Scene, point: Point): { link: Link; segment: number } | null {
  const zoom = camera.getState().camera?.viewport().zoom ?? 1;
  return linkAt(scene, drawn.links, point, REACH / zoom);
}

function gestureAt(
  event: PointerEvent,
  target: Element,
  scene: Scene,
  point: Point,
): Follower | null {
  const { isLocked } = camera.getState();
  const attribute = (name: string) =>
    target.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? null;
  const node = target.closest('.react-flow__node')?.getAttribute('data-id') ?? null;
  if (!isLocked) {
    const socket = target.closest<HTMLElement>('[data-socket]');
    if (socket) return fromSocket(event, socket, scene);
    const resized = attribute('resize');
    if (resized !== null) return resizingNode(point, resized);
    const resizedGroup = attribute('resize-group');
    if (resizedGroup !== null) return resizingGroup(point, resizedGroup);
  }
  if (target.closest(OWN) !== null) {
    if (node !== null && !isBoundary(node) && !isSelected('nodes', node)) {
      selectOne('nodes', node, false);
    }
    return STILL;
  }
  if (node !== null && isBoundary(node)) return isLocked ? STILL : movingBoundary(point, node);
  if (node !== null) return taking(event, 'nodes', node, point);
  const reroute = attribute('reroute');
  if (reroute !== null) return taking(event, 'reroutes', reroute, point);
  const group = attribute('group');
  if (group !== null) return taking(event, 'groups', group, point);
  return onGround(event, scene, point, isLocked);
}

const STILL: Follower = {
  isClick: true,
  move: () => undefined,
  end: () => undefined,
  cancel: () => undefined,
};

/** A click selects, a drag moves all that is selected; with Alt copies of it. */
function taking(
  event: PointerEvent,
  kind: 'nodes' | 'reroutes' | 'groups',
  id: string,
  point: Point,
): Follower | null {
  const isAdded = event.shiftKey || isMod(event);
  const wasSelected = isSelected(kind, id);
  if (!wasSelected) selectOne(kind, id, isAdded);
  if (camera.getState().isLocked) return STILL;
  const follower = event.altKey ? movingCopies(point) : movingSelection(point);
  return {
    move: (pointed) => follower?.move(pointed),
    end(pointed, moved) {
      follower?.end(pointed, moved);
      if (moved || !wasSelected) return;
      if (isAdded) unselect(kind, id);
      else selectOne(kind, id, false);
    },
    cancel: () => follower?.cancel(),
  };
}

function fromSocket(event: PointerEvent, { dataset }: HTMLElement, scene: Scene): Follower | null {
  const { node = '', side, socket = '' } = dataset;
  const start =
    side === 'input'
      ? fromInput(scene, { node, input: socket })
      : fromOutput(scene, { node, slot: Number(socket) }, event.shiftKey);
  return start && connecting(start);
}

/** Links are on the ground too: they have no elements of their own that take the pointer. */
function onGround(
  event: PointerEvent,
  scene: Scene,
  point: Point,
  isLocked: boolean,
): Follower | null {
  const found = linkUnder(scene, point);
  if (found && event.altKey && !isLocked) return rerouting(scene, found, point);
  if (isMod(event)) {
    const end = found && !isLocked ? nearEnd(scene, found.link, point) : null;
    return end ? connecting(end) : boxing(point, event.shiftKey);
  }
  const click = (_pointed: unknown, moved: boolean) => {
    if (moved) return;
    if (found) selectOne('links', found.link.id, event.shiftKey);
    else if (!event.shiftKey) selectNothing();
  };
  return { ...STILL, end: click };
}

/** Puts a reroute on the link and drags it. */
function rerouting(
  { graph }: Scene,
  { link, segment }: { readonly link: Link; readonly segment: number },
  point: Point,
): Follower | null {
  const after = pathOf(graph, link)[segment - 1]?.id ?? null;
  let id: string | null = null;
  editGraph(t('canvas.edit.reroute'), (draft) => {
    id = addReroute(draft, link.id, point, after);
  });
  if (id === null) return null;
  selectOne('reroutes', id, false);
  return movingSelection(point);
}

/** The end of a link that is near, taken off. */
function nearEnd(scene: Scene, link: Link, point: Point) {
  const zoom = camera.getState().camera?.viewport().zoom ?? 1;
  const far = (end: Point | undefined) =>
    end ? Math.hypot(end[0] - point[0], end[1] - point[1]) * zoom : Infinity;
  const toStart = far(outputPoint(scene, link.from.node, link.from.slot));
  const toEnd = far(inputPoint(scene, link.to.node, link.to.input));
  if (Math.min(toStart, toEnd) > END_REACH) return null;
  return toEnd <= toStart
    ? otherEnd(scene.graph, link)
    : otherStart(scene.graph, [link], link.type);
}
