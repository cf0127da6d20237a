/** Gathers what comes within one animation frame; of previews of one node only the newest is kept. */
import type { RunEvent } from './reduce.ts';

/** While the page is hidden there are no animation frames. */
const HIDDEN_MS = 250;

export interface Batch {
  add(event: RunEvent): void;
  /** Keeps what comes until `release` is called. */
  hold(): void;
  release(): void;
}

export function frameBatch(take: (events: readonly RunEvent[]) => void): Batch {
  let waiting: RunEvent[] = [];
  let isPlanned = false;
  let isHeld = false;

  const flush = () => {
    isPlanned = false;
    if (isHeld || waiting.length === 0) return;
    const events = withoutOldPreviews(waiting);
    waiting = [];
    take(events);
  };
  const plan = () => {
    if (isPlanned || isHeld) return;
    isPlanned = true;
    if (document.hidden) setTimeout(flush, HIDDEN_MS);
    else requestAnimationFrame(flush);
  };
  return {
    add(event) {
      waiting.push(event);
      plan();
    },
    hold: () => void (isHeld = true),
    release() {
      isHeld = false;
      plan();
    },
  };
}

export function withoutOldPreviews(events: readonly RunEvent[]): readonly RunEvent[] {
  const seen = new Set<string>();
  return events
    .toReversed()
    .filter((event) => {
      if (event.type !== 'preview') return true;
      const key = `${event.data.prompt_id} ${event.data.node}`;
      return !seen.has(key) && seen.add(key);
    })
    .toReversed();
}
