import { linkInto } from '../../nodes/graph/document/connect.ts';
import { exposeInput, unexpose } from '../../nodes/graph/document/exposed.ts';
import { SUBGRAPH_INPUT, type NodeId } from '../../nodes/graph/document/types.ts';
import { activeTab, edit, openGraph, openSubgraph } from '../store/workspace.ts';
import { t } from '../text/text.ts';

export interface Exposing {
  readonly label: string;
  run(): void;
}

/** Shows an input of a node on the nodes that stand for the open subgraph, or hides it; null at the root. */
export function exposing(node: NodeId, input: string): Exposing | null {
  const tab = activeTab();
  const subgraph = tab && openSubgraph(tab);
  if (!tab || subgraph === null) return null;
  const end = { node, input };
  const link = linkInto(openGraph(tab), end);
  if (!link) {
    const label = t('edit.expose');
    return {
      label,
      run: () => edit(label, (document) => void exposeInput(document, subgraph, end)),
    };
  }
  if (link.from.node !== SUBGRAPH_INPUT) return null;
  const label = t('edit.unexpose');
  const { slot } = link.from;
  return {
    label,
    run: () => edit(label, (document) => unexpose(document, subgraph, 'inputs', slot)),
  };
}
