/**
 * Older files list the widgets that an instance shows of its subgraph in `proxyWidgets`, as `[[inner node, widget], …]`,
 * and keep their values inside. Here they become inputs of the subgraph like those of newer files.
 */
import type { Json } from '../json.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { linkInto } from './connect.ts';
import { copyOf } from './copy-of.ts';
import { exposeInput } from './exposed.ts';
import { readId } from './ids.ts';
import { forEachInstance, instancesOf, subgraphsIn } from './subgraphs.ts';
import { graphOf, type Subgraph, type SubgraphId, type WorkflowDocument } from './types.ts';

const MEMBER = 'proxyWidgets';

interface Shown {
  readonly node: string;
  readonly input: string;
}

/** Subgraphs of which something listed cannot be found stay as they are. */
export function exposeProxies(document: WorkflowDocument): WorkflowDocument {
  const ids = Object.keys(document.subgraphs).filter((id) => isProxied(document, id));
  if (ids.length === 0) return document;
  const draft = copyOf(document);
  for (const id of innermostFirst(document, ids)) {
    const subgraph = draft.subgraphs[id];
    const shown = subgraph && shownOf(draft, subgraph);
    if (!shown) continue;
    for (const { node, input } of shown) exposeInput(draft, id, { node, input });
    forEachInstance(draft, id, (instance) => {
      delete instance.properties[MEMBER];
    });
  }
  return draft;
}

function isProxied(document: WorkflowDocument, id: SubgraphId): boolean {
  return proxiesOf(document, id).length > 0;
}

function proxiesOf(document: WorkflowDocument, id: SubgraphId): Json[] {
  return instancesOf(document, id).flatMap(({ graph, node }) => [
    ...listOf(graphOf(document, graph)?.nodes[node]?.properties[MEMBER]),
  ]);
}

/** What all instances together list; null when a part of it is not there. */
function shownOf(document: WorkflowDocument, subgraph: Subgraph): Shown[] | null {
  const shown = new Map<string, Shown>();
  for (const entry of proxiesOf(document, subgraph.id)) {
    const [id, input] = listOf(entry);
    const node = readId(id);
    if (node === null || typeof input !== 'string') return null;
    // Previews are listed like widgets; -1 is the instance itself.
    if (input.startsWith('$$') || node === '-1') continue;
    const inner = subgraph.graph.nodes[node];
    const isWidget = inner?.inputs.some(({ name, isWidget }) => name === input && isWidget);
    if (!isWidget || !inner || !Object.hasOwn(inner.values, input)) return null;
    if (!linkInto(subgraph.graph, { node, input })) {
      shown.set(JSON.stringify([node, input]), { node, input });
    }
  }
  return [...shown.values()];
}

function innermostFirst(document: WorkflowDocument, ids: readonly SubgraphId[]): SubgraphId[] {
  const depthOf = (id: SubgraphId) => {
    const graph = graphOf(document, id);
    return graph ? subgraphsIn(graph, document.subgraphs).size : 0;
  };
  const depths = new Map(ids.map((id) => [id, depthOf(id)]));
  return [...ids].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0));
}
