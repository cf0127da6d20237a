/** Reading an API prompt against the direction of its links. */
import type { Json } from './json.ts';
import { asLink, unwrapped, type Prompt, type PromptNode } from './prompt.ts';

/** The nodes themselves and all that feeds them, nearest first; a circle is walked once. */
export function upstreamOf(prompt: Prompt, ends: readonly PromptNode[]): PromptNode[] {
  const found = new Set(ends);
  for (const node of found) {
    for (const value of node.inputs.values()) {
      const source = prompt.get(asLink(value)?.[0] ?? '');
      if (source) found.add(source);
    }
  }
  return [...found];
}

/** A widget's value: its own, or that of the primitive node that is linked to it. */
export function valueOf(prompt: Prompt, node: PromptNode, name: string): Json | undefined {
  const visited = new Set<PromptNode>();
  let at: PromptNode | undefined = node;
  let input = name;
  while (at && !visited.has(at)) {
    visited.add(at);
    const value: Json | undefined = at.inputs.get(input);
    const link = asLink(value);
    if (!link) return value === undefined ? undefined : unwrapped(value);
    at = prompt.get(link[0]);
    input = 'value';
  }
  return undefined;
}
