/** Elements come and go a few a frame, so that no frame waits for many. */
import { useEffect, useReducer, useState } from 'react';
import type { NodeId } from '../../nodes/graph/document/types.ts';
import { viewMotion } from './drawn.ts';

/** Nodes a frame. A zoom shows what is missing as blocks. */
const PER_FRAME = { still: 4, pan: 1, zoom: 0 } as const;
/** A graph of this size shows at once. */
const AT_ONCE = 16;
const WAIT_MS = 60;

/**
 * The nodes that have elements now. @param wanted nearest first
 * @param kept have theirs at once, as what is under the pointer
 */
export function useMounted(
  wanted: readonly NodeId[],
  kept: readonly NodeId[],
): ReadonlySet<NodeId> {
  const [mounted, setMounted] = useState<ReadonlySet<NodeId>>(new Set());
  const [, lookAgain] = useReducer((count: number) => count + 1, 0);
  const motion = viewMotion();
  const isSmall = wanted.length <= AT_ONCE;
  const next = step(mounted, wanted, kept, isSmall ? AT_ONCE : PER_FRAME[motion]);
  useEffect(() => {
    if (motion === 'zoom' && !isSmall) {
      const timer = setTimeout(lookAgain, WAIT_MS);
      return () => clearTimeout(timer);
    }
    if (next === mounted) return undefined;
    return afterFrames(motion === 'pan' ? 2 : 1, () => setMounted(next));
  });
  const missing = kept.filter((id) => !mounted.has(id));
  return missing.length === 0 ? mounted : new Set([...mounted, ...missing]);
}

/** Every other frame while the view moves: the one between brings the widgets. */
function afterFrames(count: number, run: () => void): () => void {
  let frame = requestAnimationFrame(function wait() {
    if (--count > 0) frame = requestAnimationFrame(wait);
    else run();
  });
  return () => cancelAnimationFrame(frame);
}

/** One frame on; the same set when all is there. @param most come or go */
export function step(
  mounted: ReadonlySet<NodeId>,
  wanted: readonly NodeId[],
  kept: readonly NodeId[],
  most: number,
): ReadonlySet<NodeId> {
  const target = new Set([...kept, ...wanted]);
  const missing = [...target].filter((id) => !mounted.has(id)).slice(0, most);
  const gone = [...mounted].filter((id) => !target.has(id)).slice(0, most);
  if (missing.length === 0 && gone.length === 0) return mounted;
  const next = new Set([...mounted, ...missing]);
  for (const id of gone) next.delete(id);
  return next;
}
