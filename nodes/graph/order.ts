/** Walks a graph from the nodes that are wanted towards what they need, without recursion. */

export interface Order {
  /** Everything that is needed, each node after what it needs. */
  readonly order: readonly string[];
  /** Rings found on the way, each as the nodes along it, consumer before producer. */
  readonly cycles: readonly (readonly string[])[];
}

/** Beyond so many nodes in rings a further ring is given by its ends alone, or a bad graph would take quadratic time. */
const RING_NODES = 100_000;

interface Frame {
  readonly id: string;
  readonly needs: readonly string[];
  next: number;
}

/** @param needsOf ids that a node needs; ids that do not exist are the caller's to leave out */
export function upstreamFirst(
  wanted: Iterable<string>,
  needsOf: (id: string) => readonly string[],
): Order {
  const order: string[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const depthOf = new Map<string, number>();
  const inCycle = new Set<string>();
  const stack: Frame[] = [];
  let ringNodes = 0;

  const enter = (id: string) => {
    depthOf.set(id, stack.length);
    stack.push({ id, needs: needsOf(id), next: 0 });
  };
  for (const root of wanted) {
    if (!done.has(root)) enter(root);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const need = top.needs[top.next++];
      if (need === undefined) {
        stack.pop();
        depthOf.delete(top.id);
        done.add(top.id);
        order.push(top.id);
        continue;
      }
      const depth = depthOf.get(need);
      if (depth === undefined) {
        if (!done.has(need)) enter(need);
      } else if (!inCycle.has(need) || !inCycle.has(top.id)) {
        const ring =
          ringNodes < RING_NODES ? stack.slice(depth).map((frame) => frame.id) : [need, top.id];
        ringNodes += ring.length;
        for (const id of ring) inCycle.add(id);
        cycles.push(ring);
      }
    }
  }
  return { order, cycles };
}
