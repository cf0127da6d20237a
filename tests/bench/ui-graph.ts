/** Large workflows for measuring the editor. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface SavedNode {
  id: number;
  type: string;
  pos: [number, number];
  size: [number, number];
  inputs: { name: string; type: string; link: number | null }[];
  outputs: { name: string; type: string; links: number[] }[];
  widgets_values: unknown[];
}
type SavedLink = [number, number, number, number, number, string];

const TEMPLATE = join(import.meta.dirname, '../../workflows/first-picture.json');
const [STEP_X, STEP_Y] = [340, 420];

/**
 * The first workflow, which can run, and beside it rows of text encoders and samplers that feed each other.
 * @param count nodes in all; there are about 1.5 links a node
 */
export function largeWorkflow(count: number): Record<string, unknown> {
  const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as {
    nodes: { id: number }[];
    links: SavedLink[];
  };
  const first = template.nodes.length + 1;
  const more = count - template.nodes.length;
  const columns = Math.ceil(Math.sqrt(more));
  const nodes = Array.from({ length: more }, (_, i) => makeNode(first + i, i, columns));
  const links: SavedLink[] = [];
  const link = (from: SavedNode | undefined, to: SavedNode | undefined, input: number) => {
    const socket = to?.inputs[input];
    const output = from?.outputs[0];
    if (!from || !to || !socket || !output) return;
    const id = 1000 + links.length;
    links.push([id, from.id, 0, to.id, input, socket.type]);
    socket.link = id;
    output.links.push(id);
  };
  for (const [i, node] of nodes.entries()) {
    if (node.type !== 'KSampler') continue;
    link(nodes[i - 1], node, 1);
    link(nodes[i - columns - 1] ?? nodes[i - 1], node, 2);
    link(nodes[i - 2], node, 3);
  }
  return {
    ...template,
    nodes: [...template.nodes, ...nodes],
    links: [...template.links, ...links],
  };
}

function makeNode(id: number, i: number, columns: number): SavedNode {
  const pos: [number, number] = [(i % columns) * STEP_X, 1400 + Math.floor(i / columns) * STEP_Y];
  const common = { id, pos };
  if (i % 2 === 1) {
    return {
      ...common,
      type: 'KSampler',
      size: [270, 262],
      inputs: [
        { name: 'model', type: 'MODEL', link: null },
        { name: 'positive', type: 'CONDITIONING', link: null },
        { name: 'negative', type: 'CONDITIONING', link: null },
        { name: 'latent_image', type: 'LATENT', link: null },
      ],
      outputs: [{ name: 'LATENT', type: 'LATENT', links: [] }],
      widgets_values: [i, 'fixed', 20, 4, 'euler', 'normal', 1],
    };
  }
  return {
    ...common,
    type: 'CLIPTextEncode',
    size: [270, 120],
    inputs: [{ name: 'clip', type: 'CLIP', link: null }],
    outputs: [{ name: 'CONDITIONING', type: 'CONDITIONING', links: [] }],
    widgets_values: [`a red circle above a blue square, number ${i}`],
  };
}
