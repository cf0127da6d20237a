/** Parts of the window that the first screen does not show: loaded when they show, or before, when there is time. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const loaders: (() => Promise<unknown>)[] = [];

export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  loaders.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Loads all of them one by one while the window is idle, so that none is waited for. */
export async function loadAhead(): Promise<void> {
  for (const load of loaders) {
    await new Promise((done) => requestIdleCallback(done));
    // What cannot be loaded now is asked for again when it shows.
    await load().catch(() => undefined);
  }
}
