/** Parts of the window that the first screen does not show: loaded when they show, or before, when there is time. */
import { lazy, useState, type ComponentType } from 'react';

const loaders: (() => Promise<unknown>)[] = [];
const IDLE_WITHIN_MS = 2000;
const AGAIN_AFTER_MS = 500;

/** Drawn at once where it is loaded already: what suspends shows late, even if it is there. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  const keep = async () => ({ default: (loaded = await load()) });
  const keepLater = () =>
    keep().catch((error: unknown) => {
      // A lazy component stays broken: another takes its place for the next time that it is shown.
      setTimeout(() => (Later = lazy(keepLater)), AGAIN_AFTER_MS);
      throw error;
    });
  let Later = lazy(keepLater);
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
