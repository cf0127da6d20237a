/** Which keys run which action: those of the actions, with a person's own over them. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { kept } from './preferences.ts';

interface Keyed {
  readonly id: string;
  readonly keys?: readonly string[];
}

export interface Keymap {
  actionFor(keys: string): string | undefined;
  keysFor(action: string): readonly string[];
}

/** By action, the latest change last; an empty list takes its keys away. */
export type OwnKeys = Readonly<Record<string, readonly string[]>>;

const own = kept<{ readonly keys: OwnKeys }>('keys', { keys: {} });

export const keymap = createStore<Keymap>(() => ({
  actionFor: () => undefined,
  keysFor: () => [],
}));

/** Keys that two actions claim run the one that a person has changed last; of those that nobody changed, the first. */
export function mapKeys(actions: readonly Keyed[], changed: OwnKeys): Keymap {
  const keysFor = (id: string) =>
    changed[id] ?? actions.find((action) => action.id === id)?.keys ?? [];
  const byKeys = new Map<string, string>();
  const bind = (id: string) => {
    for (const keys of keysFor(id)) byKeys.set(keys, id);
  };
  for (const { id } of actions.toReversed()) if (!Object.hasOwn(changed, id)) bind(id);
  for (const id of Object.keys(changed)) bind(id);
  return { keysFor, actionFor: (keys) => byKeys.get(keys) };
}

/** Other actions that claim the same keys. */
export function conflicts(actions: readonly Keyed[], map: Keymap, id: string): string[] {
  const keys = map.keysFor(id);
  return actions
    .filter(
      (action) => action.id !== id && map.keysFor(action.id).some((key) => keys.includes(key)),
    )
    .map((action) => action.id);
}

/** From now on the keymap follows these actions and what a person changes. */
export function bindKeys(actions: readonly Keyed[]): void {
  const update = () => keymap.setState(mapKeys(actions, own.getState().keys));
  own.subscribe(update);
  update();
}

export function setKeys(id: string, keys: readonly string[]): void {
  own.setState((state) => {
    const { [id]: _before, ...others } = state.keys;
    return { keys: { ...others, [id]: keys } };
  });
}

export function resetKeys(id?: string): void {
  own.setState((state) => {
    if (id === undefined) return { keys: {} };
    const { [id]: _before, ...others } = state.keys;
    return { keys: others };
  });
}

export function useOwnKeys(): OwnKeys {
  return useStore(own, ({ keys }) => keys);
}

export function useKeymap(): Keymap {
  return useStore(keymap);
}
