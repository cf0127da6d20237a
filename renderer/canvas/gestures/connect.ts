/** Drawing links: from a socket to another, to a node, or to the empty canvas. */
import {
  connect,
  removeLinks,
  whyNotConnect,
  type LinkEnd,
  type LinkStart,
  type Refusal,
} from '../../../nodes/graph/document/connect.ts';
import { exposeInput, exposeOutput } from '../../../nodes/graph/document/exposed.ts';
import type { Graph, Link } from '../../../nodes/graph/document/types.ts';
import { openNodeSearch } from '../../store/node-search.ts';
import { announce } from '../../store/notices.ts';
import { activeTab, editGraph, openSubgraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { documentScene } from '../current.ts';
import { live, type Connecting, type Target } from '../live.ts';
import { refusalText } from '../refusal-text.ts';
import { isNewSlot, reached, targetAt } from '../scene/connect-target.ts';
import type { Scene } from '../scene/scene.ts';
import type { Follower, Pointed } from './follow.ts';

/** From an output: a new link. @param movesAll what is linked to it moves to another output */
export function fromOutput(
  { graph, nodes }: Scene,
  from: LinkStart,
  movesAll: boolean,
): Connecting | null {
  const type = nodes[from.node]?.outputs[from.slot]?.type;
  if (type === undefined) return null;
  const links = Object.values(graph.links).filter(
    (link) => link.from.node === from.node && link.from.slot === from.slot,
  );
  return movesAll && links.length > 0
    ? otherStart(graph, links, type)
    : { type, fixed: 'from', from, removed: [], blocked: reached(graph, [from.node], 'back') };
}

/** From an input: its link is taken off; a new one starts where there is none. */
export function fromInput({ graph, nodes }: Scene, to: LinkEnd): Connecting | null {
  const link = Object.values(graph.links).find(
    (one) => one.to.node === to.node && one.to.input === to.input,
  );
  if (link) return otherEnd(graph, link);
  const type = nodes[to.node]?.inputs.find(({ name }) => name === to.input)?.type;
  if (type === undefined) return null;
  return { type, fixed: 'to', to: [to], removed: [], blocked: reached(graph, [to.node], 'on') };
}

/** The end of a link is taken off. */
export function otherEnd(graph: Graph, { id, from, type }: Link): Connecting {
  return { type, fixed: 'from', from, removed: [id], blocked: reached(graph, [from.node], 'back') };
}

/** The start of links is taken off. */
export function otherStart(graph: Graph, links: readonly Link[], type: string): Connecting | null {
  const [first, ...more] = links.map(({ to }) => to);
  if (!first) return null;
  return {
    type,
    fixed: 'to',
    to: [first, ...more],
    removed: links.map(({ id }) => id),
    blocked: reached(
      graph,
      [first, ...more].map(({ node }) => node),
      'on',
    ),
  };
}

export function connecting(start: Connecting): Follower {
  const aimAt = ({ point }: Pointed) => {
    const scene = documentScene();
    const target = scene && targetAt(scene, point, start);
    const refusal = scene && target ? refusalOf(scene, start, target) : null;
    return { point, target, refusal };
  };
  return {
    move(pointed) {
      live.setState({ connecting: start, aim: aimAt(pointed), refused: null });
    },
    end(pointed, moved) {
      live.setState({ connecting: null, aim: null });
      if (!moved) return;
      const { target, refusal, point } = aimAt(pointed);
      if (target && refusal) {
        live.setState({ refused: { at: point, refusal, connecting: start, target } });
        announce(refusalText(refusal));
      } else if (target) plug(start, target);
      else if (start.removed.length > 0) unplug(start);
      else search(start, pointed);
    },
    cancel() {
      live.setState({ connecting: null, aim: null });
    },
  };
}

/** Null when all its links can be made. */
function refusalOf({ graph, classes }: Scene, start: Connecting, target: Target): Refusal | null {
  const without = start.removed.length === 0 ? graph : { ...graph, links: { ...graph.links } };
  if (without !== graph) {
    const links = without.links as Record<string, Link>;
    for (const id of start.removed) delete links[id];
  }
  if (isNewSlot(target)) return null;
  for (const { from, to } of linksTo(start, target)) {
    const refusal = whyNotConnect(without, classes, from, to);
    if (refusal) return refusal;
  }
  return null;
}

function linksTo(start: Connecting, target: Target): { from: LinkStart; to: LinkEnd }[] {
  if (start.fixed === 'from') {
    return target.side === 'input' ? [{ from: start.from, to: target.end }] : [];
  }
  const { side, end } = target;
  return side === 'output' ? start.to.map((to) => ({ from: end, to })) : [];
}

function plug(start: Connecting, target: Target): void {
  const tab = activeTab();
  const open = tab && openSubgraph(tab);
  editGraph(t('canvas.edit.connect'), (graph, document) => {
    removeLinks(graph, start.removed);
    if (isNewSlot(target) && open !== null) {
      if (start.fixed === 'from') exposeOutput(document, open, start.from);
      else for (const to of start.to) exposeInput(document, open, to);
      return;
    }
    for (const { from, to } of linksTo(start, target)) connect(graph, from, to);
  });
}

function unplug({ removed }: Connecting): void {
  editGraph(t('canvas.edit.disconnect'), (graph) => removeLinks(graph, removed));
}

function search(start: Connecting, { at, point }: Pointed): void {
  const { type } = start;
  const [to] = start.fixed === 'to' ? start.to : [];
  openNodeSearch({
    at,
    position: [Math.round(point[0]), Math.round(point[1])],
    from: to
      ? { side: 'input', ...to, type }
      : start.fixed === 'from'
        ? { side: 'output', ...start.from, type }
        : null,
  });
}
