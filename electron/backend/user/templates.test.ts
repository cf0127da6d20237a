import { describe, expect, it } from 'vitest';
import { nodeLayout } from '../../../nodes/graph/document/node-size.ts';
import { readWorkflow } from '../../../nodes/graph/document/read-workflow.ts';
import type { GraphNode } from '../../../nodes/graph/document/types.ts';
import { isObject, parseJson } from '../../../nodes/graph/json.ts';
import { readNodeClasses } from '../../../nodes/graph/node-class.ts';
import { objectInfo } from '../../../nodes/graph/object-info.ts';
import { registry } from '../../../nodes/index.ts';
import { listTemplates, readTemplate } from './templates.ts';

const nothing = { models: () => [], inputImages: () => [], inputLatents: () => [] };
const classes = readNodeClasses(objectInfo(registry, nothing));
const names = (await listTemplates()).map(({ name }) => name);

async function load(name: string) {
  const json = parseJson((await readTemplate(name, 'json'))?.toString() ?? '');
  if (!isObject(json)) throw new Error(`${name} is no workflow`);
  return { document: readWorkflow(json, classes) };
}

describe.each(names)('the template %s', (name) => {
  it('has room for every node as it is drawn, and a margin', async () => {
    const { nodes, order } = (await load(name)).document.root;
    const boxes = order.flatMap((id) => (nodes[id] ? [boxOf(nodes[id])] : []));
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const isApart =
          a.right + 12 <= b.left ||
          b.right + 12 <= a.left ||
          a.bottom + 8 <= b.top ||
          b.bottom + 8 <= a.top;
        expect(isApart, `${a.name} and ${b.name}`).toBe(true);
      }
    }
  });

  it('has nodes that are all known', async () => {
    const { document } = await load(name);
    for (const { type } of Object.values(document.root.nodes)) {
      expect([...Object.keys(classes), 'MarkdownNote']).toContain(type);
    }
  });
});

function boxOf(node: GraphNode) {
  const [left, top] = node.position;
  const { width, height } = nodeLayout(node, classes[node.type]);
  const isNote = !classes[node.type];
  return {
    name: node.title ?? node.type,
    left,
    top,
    right: left + (isNote ? node.size[0] : width),
    bottom: top + (isNote ? node.size[1] : height),
  };
}
