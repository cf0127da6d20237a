/**
 * The canvas by keyboard. It is one tab stop: arrows go from node to node, Enter goes into one, where Tab goes through
 * its sockets and widgets, and Escape comes out again.
 */
import type { KeyboardEvent } from 'react';
import { disconnect } from '../../../nodes/graph/document/connect.ts';
import { moveItems } from '../../../nodes/graph/document/edits.ts';
import type { NodeId, Point } from '../../../nodes/graph/document/types.ts';
import { showNode } from '../../actions/show-node.ts';
import { isMac } from '../../actions/platform.ts';
import { openNodeSearch } from '../../store/node-search.ts';
import { announce } from '../../store/notices.ts';
import { selectionOf } from '../../store/selection.ts';
import { activeTab, editGraph, openGraph, select } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import type { SocketRef } from './connectable.ts';
import { openConnectList } from './connect-list.tsx';
import { linkedNode, nearestNode, type Direction } from './neighbours.ts';

const NODE = '.react-flow__node';
const FOCUSABLE = 'button, input, textarea, select, [tabindex]';
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const AWAY: Readonly<Record<Direction, Point>> = {
  left: [-10, 0],
  right: [10, 0],
  up: [0, -10],
  down: [0, 10],
};

/** For the region that holds the canvas. What it does not answer goes on to the actions. */
export function onCanvasKeyDown(event: KeyboardEvent<HTMLElement>): void {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
  // The keys of an input method are its own: Escape ends a composition, not the writing.
  if (event.nativeEvent.isComposing) return;
  const wrapper = event.target.closest<HTMLElement>(NODE);
  const isInside = wrapper !== null && event.target !== wrapper;
  const isAnswered = isInside
    ? insideNode(event, wrapper, event.target)
    : onGraph(event, wrapper?.dataset['id'] ?? null);
  if (!isAnswered) return;
  event.preventDefault();
  event.stopPropagation();
}

function onGraph(event: KeyboardEvent<HTMLElement>, focused: NodeId | null): boolean {
  const tab = activeTab();
  if (!tab) return false;
  const graph = openGraph(tab);
  const current = focused ?? [...tab.selection.nodes][0] ?? graph.order[0] ?? null;
  const direction = ARROWS[event.key];
  const isMod = isMac ? event.metaKey : event.ctrlKey;
  if (direction && current !== null) {
    if (isMod) return moveSelected(AWAY[direction]);
    if (event.altKey) {
      if (direction === 'up' || direction === 'down') return false;
      return goTo(linkedNode(graph, current, direction), false);
    }
    const next = focused === null ? current : nearestNode(graph, current, direction);
    return goTo(next, event.shiftKey);
  }
  if (event.key === 'Enter' && !isMod && !event.altKey && !event.shiftKey && current !== null) {
    if (focused === null) return goTo(current, false);
    return focusWithin(wrapperOf(current), 0);
  }
  if (event.key === 'Tab' && !isMod && !event.altKey) leaveCanvas(event);
  return false;
}

function insideNode(
  event: KeyboardEvent<HTMLElement>,
  wrapper: HTMLElement,
  target: HTMLElement,
): boolean {
  const socket = socketOf(target);
  if (event.key === 'Escape') {
    wrapper.focus();
    return true;
  }
  if (event.key === 'Tab' && !event.ctrlKey && !event.altKey) {
    const places = placesIn(wrapper);
    const place = places.indexOf(target) + (event.shiftKey ? -1 : 1);
    return focusWithin(wrapper, (place + places.length) % places.length);
  }
  if (!socket || event.ctrlKey || event.metaKey || event.altKey) return false;
  const rect = target.getBoundingClientRect();
  const at: Point = [rect.right, rect.bottom];
  switch (event.key) {
    case 'c':
    case 'C':
      openConnectList({ socket, at });
      return true;
    case 'Delete':
    case 'Backspace':
      return unplug(socket);
    case ' ':
      return searchFor(socket, at);
    default:
      return false;
  }
}

function moveSelected(by: Point): boolean {
  const tab = activeTab();
  if (!tab || tab.selection.nodes.size === 0) return false;
  const { nodes, groups, reroutes } = tab.selection;
  const items = { nodes: [...nodes], groups: [...groups], reroutes: [...reroutes] };
  editGraph(t('edit.nudge'), (graph) => moveItems(graph, items, by), { group: 'nudge' });
  return true;
}

/** Selects a node and puts the focus on it. */
function goTo(id: NodeId | null, isAdded: boolean): boolean {
  const tab = activeTab();
  if (!tab || id === null) return false;
  if (!isInView(wrapperOf(id))) showNode(id, tab.path);
  const nodes = isAdded ? [...tab.selection.nodes, id] : [id];
  select(selectionOf({ nodes }));
  focusNode(id);
  return true;
}

/** A node that was out of view is drawn within a few frames. */
export function focusNode(id: NodeId, frames = 10): void {
  const wrapper = wrapperOf(id);
  if (wrapper) wrapper.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusNode(id, frames - 1));
}

function wrapperOf(id: NodeId): HTMLElement | null {
  return document.querySelector(`${NODE}[data-id="${CSS.escape(id)}"]`);
}

function isInView(element: Element | null): boolean {
  const outer = document.querySelector('.react-flow')?.getBoundingClientRect();
  const inner = element?.getBoundingClientRect();
  return (
    outer !== undefined &&
    inner !== undefined &&
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

/** Sockets first, as they stand on top. */
function placesIn(wrapper: HTMLElement): HTMLElement[] {
  return [...wrapper.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => !element.hasAttribute('disabled') && element.checkVisibility(),
  );
}

function focusWithin(wrapper: HTMLElement | null, place: number): boolean {
  const element = wrapper && placesIn(wrapper)[place];
  element?.focus({ preventScroll: true });
  return element !== null && element !== undefined;
}

/** Tab goes on from the canvas's edge, past everything inside it. */
function leaveCanvas({ shiftKey, currentTarget }: KeyboardEvent<HTMLElement>): void {
  const edge = shiftKey
    ? currentTarget
    : currentTarget.querySelector<HTMLElement>('[data-canvas-end]');
  edge?.focus({ preventScroll: true });
}

function socketOf({ dataset }: HTMLElement): SocketRef | null {
  const { node, side, socket } = dataset;
  if (node === undefined || socket === undefined) return null;
  return side === 'input'
    ? { side, node, input: socket }
    : { side: 'output', node, slot: Number(socket) };
}

function unplug(socket: SocketRef): boolean {
  if (socket.side !== 'input') return false;
  editGraph(t('connect.unplugged'), (graph) =>
    disconnect(graph, { node: socket.node, input: socket.input }),
  );
  announce(t('connect.unplugged'));
  return true;
}

/** The node comes beside the one that it is for. */
function searchFor(socket: SocketRef, at: Point): boolean {
  const tab = activeTab();
  const node = tab && openGraph(tab).nodes[socket.node];
  if (!node) return false;
  const [x, y] = node.position;
  if (socket.side === 'output') {
    const type = node.outputs[socket.slot]?.type ?? '*';
    openNodeSearch({ at, position: [x + node.size[0] + GAP, y], from: { ...socket, type } });
  } else {
    const type = node.inputs.find(({ name }) => name === socket.input)?.type ?? '*';
    openNodeSearch({ at, position: [x - GAP, y], from: { ...socket, type } });
  }
  return true;
}

const GAP = 60;
