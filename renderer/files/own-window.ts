/**
 * This window's id, which a reload keeps: its client id. A lock held as long as the window lives is how a copy of it,
 * which has the same id, finds out that it needs another.
 */
import { clientId, renewClientId } from '../api/client-id.ts';

const LOCK = 'taca.window.';

export async function claimWindow(): Promise<string> {
  if (await hold(clientId())) return clientId();
  await hold(renewClientId());
  return clientId();
}

/** Ids of the windows of this browser that are open now. */
export async function livingWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(
    held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])),
  );
}

/** Where there are no locks (plain HTTP from another machine) every window counts as its own. */
function hold(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (!navigator.locks) {
      resolve(true);
      return;
    }
    void navigator.locks.request(LOCK + id, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise(() => undefined) : undefined;
    });
  });
}
