/** Follows a link back, through whatever stands for something else, to the value or the node that feeds it. */
import type { Json } from '../json.ts';
import { passedInput } from '../pass-through.ts';
import type { Scope } from './expand.ts';
import { promotedValues } from './subgraphs.ts';
import type { UiLink, UiNode } from './ui-graph.ts';

export type Feed = { readonly node: string; readonly slot: number } | { readonly value: Json };

const MOST_HOPS = 10_000;

interface Place {
  readonly scope: Scope;
  readonly link: string | null;
}

/**
 * @param wanted type of the input
 * @returns null when nothing feeds it: a widget then keeps its own value
 */
export function resolveLink(from: Scope, linkId: string, wanted: string): Feed | null {
  let place: Place = { scope: from, link: linkId };
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const link = place.link === null ? undefined : place.scope.graph.links.get(place.link);
    if (!link) return null;
    const next = previous(place.scope, link, wanted);
    if (!next || !('scope' in next)) return next;
    place = next;
  }
  return null;
}

function previous(scope: Scope, link: UiLink, wanted: string): Place | Feed | null {
  if (scope.within && link.origin === scope.within.subgraph.inputNode) {
    return outside(scope.within, link.originSlot);
  }
  const source = scope.graph.nodes.get(link.origin);
  if (!source || source.isMuted) return null;
  if (source.isBypassed)
    return { scope, link: passedInput(source, link.originSlot, wanted)?.link ?? null };
  if (source.type === 'Reroute') return { scope, link: source.inputs[0]?.link ?? null };
  if (source.type === 'PrimitiveNode') {
    const value = Array.isArray(source.widgets)
      ? (source.widgets as readonly Json[])[0]
      : undefined;
    return value === undefined ? null : { value };
  }
  const content = scope.contents.get(source.id);
  if (content) return inside(content, source, link.originSlot);
  return { node: scope.prefix + source.id, slot: link.originSlot };
}

/** What an instance feeds its own input with. Slots are matched by name: an instance may list fewer than the subgraph. */
function outside(
  { scope, instance, subgraph }: NonNullable<Scope['within']>,
  slot: number,
): Place | Feed | null {
  const name = subgraph.inputs[slot];
  const input = instance.inputs.find((candidate) => candidate.name === name);
  if (input && input.link !== null) return { scope, link: input.link };
  const value = name === undefined ? undefined : promotedValues(instance, subgraph).get(name);
  return value === undefined ? null : { value };
}

function inside(content: Scope, instance: UiNode, slot: number): Place | null {
  const { subgraph } = content.within ?? {};
  if (!subgraph) return null;
  const byName = subgraph.outputs.indexOf(instance.outputs[slot]?.name ?? '');
  const link = subgraph.toOutput.get(byName < 0 ? slot : byName);
  return { scope: content, link: link?.id ?? null };
}
