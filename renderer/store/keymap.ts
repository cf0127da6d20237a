/** Which keys run which action: those of the actions, with a person's own over them. */
import { createStore } from 'zustand/vanilla';

export interface Keymap {
  /** By action; those that a person has changed. */
  readonly own: { readonly [action: string]: readonly string[] };
  actionFor(keys: string): string | undefined;
  keysFor(action: string): readonly string[];
}

interface Keyed {
  readonly id: string;
  readonly keys?: readonly string[];
}

export const keymap = createStore<Keymap>(() => ({
  own: {},
  actionFor: () => undefined,
  keysFor: () => [],
}));

/** @param own changed keys by action id; an empty list takes them away */
export function bindKeys(actions: readonly Keyed[], own: Keymap['own']): void {
  const keysFor = (id: string) => own[id] ?? actions.find((action) => action.id === id)?.keys ?? [];
  const byKeys = new Map(actions.flatMap(({ id }) => keysFor(id).map((keys) => [keys, id])));
  keymap.setState({ own, keysFor, actionFor: (keys) => byKeys.get(keys) });
}
