import { SUBGRAPH_INPUT, type Graph, type Link } from '../../nodes/graph/document/types.ts';
import { classOf } from '../store/catalog.ts';
import { t } from '../text/text.ts';

const byEnd = new WeakMap<Graph['links'], ReadonlyMap<string, Link>>();

/** The link into an input of a node. */
export function linkInto({ links }: Graph, node: string, input: string): Link | undefined {
  let ends = byEnd.get(links);
  if (!ends) {
    ends = new Map(Object.values(links).map((link) => [`${link.to.node} ${link.to.input}`, link]));
    byEnd.set(links, ends);
  }
  return ends.get(`${node} ${input}`);
}

/** "from X": what a linked widget shows in the place of its value. */
export function originOf(graph: Graph, { from }: Link): string {
  if (from.node === SUBGRAPH_INPUT) return t('widget.fromOutside');
  const node = graph.nodes[from.node];
  return t('widget.from', { node: node?.title ?? classOf(node?.type ?? '')?.title ?? from.node });
}
