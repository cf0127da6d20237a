/** Subgraphs as node classes: what nodes that stand for them take, give and show. */
import type { InputInfo, NodeClass, NodeClasses } from '../node-class.ts';
import { innerWidget } from './instance-values.ts';
import type { Subgraph, SubgraphId, WorkflowDocument } from './types.ts';

/** The classes of the server and those of the document's subgraphs, by id. */
export function withSubgraphClasses(
  classes: NodeClasses,
  subgraphs: WorkflowDocument['subgraphs'],
): NodeClasses {
  const made = new Map<SubgraphId, NodeClass>();
  const open = new Set<SubgraphId>();
  const classFor = (type: string): NodeClass | undefined => {
    const subgraph = Object.hasOwn(subgraphs, type) ? subgraphs[type] : undefined;
    if (!subgraph) return Object.hasOwn(classes, type) ? classes[type] : undefined;
    const found = made.get(type);
    if (found || open.has(type)) return found;
    open.add(type);
    const written = subgraphClass(subgraph, classFor);
    open.delete(type);
    made.set(type, written);
    return written;
  };
  for (const id of Object.keys(subgraphs)) classFor(id);
  return made.size === 0 ? classes : { ...classes, ...Object.fromEntries(made) };
}

function subgraphClass(
  subgraph: Subgraph,
  classFor: (type: string) => NodeClass | undefined,
): NodeClass {
  return {
    id: subgraph.id,
    title: subgraph.name,
    category: 'subgraphs',
    description: '',
    inputs: subgraph.inputs.map(({ name, type }): InputInfo => {
      const widget = innerWidget(subgraph, name);
      const node = widget && subgraph.graph.nodes[widget.node];
      const info = node && classFor(node.type)?.inputs.find((input) => input.name === widget.input);
      if (!info || info.kind === 'socket') {
        return { kind: 'socket', name, type, isOptional: true, isAdvanced: false, tooltip: null };
      }
      return { ...info, name };
    }),
    outputs: subgraph.outputs.map(({ name, type }) => ({ name, type })),
    isOutput: false,
    isDeprecated: false,
    isExperimental: false,
    aliases: [],
  };
}
