import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type GraphNode,
  type NodeId,
} from '../../../nodes/graph/document/types.ts';
import { t } from '../../text/text.ts';
import { classIn, type Scene } from '../scene/scene.ts';

/** What a node is called: its own title, else that of its class. */
export function titleIn(scene: Scene, node: GraphNode): string {
  if (node.id === SUBGRAPH_INPUT) return t('canvas.boundary.inputs');
  if (node.id === SUBGRAPH_OUTPUT) return t('canvas.boundary.outputs');
  return node.title ?? classIn(scene, node.type)?.title ?? node.type;
}

/** An input's or output's name as the node shows it: boundary nodes number theirs. */
export function inputName({ subgraph }: Scene, node: NodeId, input: string): string {
  return node === SUBGRAPH_OUTPUT ? (subgraph?.outputs[Number(input)]?.name ?? input) : input;
}

/** "Empty Latent": where a link comes from. */
export function originTitle(scene: Scene, node: NodeId): string {
  const origin = scene.nodes[node];
  return origin ? titleIn(scene, origin) : '';
}
