import { isObject, type Json, type JsonObject } from '../json.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { memberOf } from './node-fields.ts';

/**
 * Older editors copy nodes without ids, and links as `[place of the origin among the nodes, slot, place of the target,
 * slot, id of the origin]`.
 */
export function withPlainLinks(json: JsonObject): JsonObject {
  const links = listOf(memberOf(json, 'links'));
  if (!links.some((link) => Array.isArray(link) && link.length === 5)) return json;
  const nodes = listOf(memberOf(json, 'nodes')).map((node, i) =>
    isObject(node) ? { ...node, id: i + 1 } : node,
  );
  const inputs = new Map<string, number>();
  const plain = links.flatMap((link, i): Json[] => {
    if (!Array.isArray(link)) return [];
    const [origin, slot, target, input] = link.map(Number);
    if (origin === undefined || target === undefined || link[0] === null) return [];
    inputs.set(`${target}/${input}`, i + 1);
    return [[i + 1, origin + 1, slot ?? 0, target + 1, input ?? 0, '*']];
  });
  return {
    ...json,
    links: plain,
    nodes: nodes.map((node, i) =>
      isObject(node)
        ? {
            ...node,
            inputs: listOf(memberOf(node, 'inputs')).map((slot, at) =>
              isObject(slot) ? { ...slot, link: inputs.get(`${i}/${at}`) ?? null } : slot,
            ),
          }
        : node,
    ),
  };
}
