/** Parts of the window that the first screen does not show: loaded when they show, or before, when there is time. */
import { lazy, useState, type ComponentType } from 'react';

const loaders: (() => Promise<unknown>)[] = [];
const IDLE_WITHIN_MS = 2000;

/** Drawn at once where it is loaded already: what suspends shows late, even if it is there. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  const keep = async () => ({ default: (loaded = await load()) });
  const Later = lazy(keep);
  loaders.push(keep);
  return function LazyPart(props: P) {
    const [Part] = useState<ComponentType<P>>(() => loaded ?? Later);
    return <Part {...props} />;
  };
}

/** Loads all of them one by one while the window is idle, so that none is waited for. */
export async function loadAhead(): Promise<void> {
  for (const load of loaders) {
    await new Promise((done) => requestIdleCallback(done, { timeout: IDLE_WITHIN_MS }));
    // What cannot be loaded now is asked for again when it shows.
    await load().catch(() => undefined);
  }
}
