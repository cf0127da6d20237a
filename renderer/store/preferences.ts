/**
 * What a person likes, kept by the server under /settings: the desktop app serves its page from another port each time,
 * so what a browser keeps would be gone. A store that is kept is made by `kept`; `loadPreferences` fills them all.
 */
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isObject, type JsonObject } from '../../nodes/graph/json.ts';
import { getJson, sendJson } from '../api/http.ts';

const PREFIX = 'taca.';
const WRITE_AFTER_MS = 400;

let known: JsonObject = {};
const changed = new Map<string, string>();
const fillers: (() => void)[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

const storage = {
  getItem: (name: string) => {
    const value = known[PREFIX + name];
    return typeof value === 'string' ? value : null;
  },
  setItem: (name: string, value: string) => {
    if (known[PREFIX + name] === value) return;
    known[PREFIX + name] = value;
    changed.set(PREFIX + name, value);
    clearTimeout(timer);
    timer = setTimeout(writeChanged, WRITE_AFTER_MS);
  },
  removeItem: () => undefined,
};

/**
 * A store whose state outlives the window. @param version raise it when older states no longer fit: they are dropped
 */
export function kept<T extends object>(name: string, initial: T, version = 1): StoreApi<T> {
  const store = createStore<T>()(
    persist(() => initial, {
      name,
      version,
      skipHydration: true,
      storage: createJSONStorage(() => storage),
    }),
  );
  fillers.push(() => void store.persist.rehydrate());
  return store;
}

/** Without an answer everything is as for a new person. */
export async function loadPreferences(): Promise<void> {
  try {
    const json = await getJson('/settings');
    if (isObject(json)) known = json;
  } catch {
    return;
  }
  for (const fill of fillers) fill();
}

function writeChanged(): void {
  const values = Object.fromEntries(changed);
  changed.clear();
  // The state lives on in this window; the next change tries again.
  void sendJson('/settings', values).catch(() => undefined);
}

addEventListener('pagehide', () => {
  if (changed.size === 0) return;
  const body = JSON.stringify(Object.fromEntries(changed));
  void fetch('/settings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    keepalive: true,
  }).catch(() => undefined);
});
