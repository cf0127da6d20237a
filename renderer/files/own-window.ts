/**
 * This window's id, which a reload keeps. A lock held as long as the window lives tells others that it does; it is also
 * how a copy of the window, which has the same id, finds out that it needs another.
 */
const KEY = 'taca.window';
const LOCK = 'taca.window.';

export async function claimWindow(): Promise<string> {
  const kept = remembered();
  const id = kept !== null && (await hold(kept)) ? kept : crypto.randomUUID();
  if (id !== kept) await hold(id);
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // A reload then counts as a new window.
  }
  return id;
}

/** Ids of the windows of this browser that are open now. */
export async function livingWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(
    held.flatMap(({ name = '' }) => (name.startsWith(LOCK) ? [name.slice(LOCK.length)] : [])),
  );
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
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
