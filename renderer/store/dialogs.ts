/** The dialog that shows: one at a time, drawn by `dialogs/dialogs.tsx` from the table there. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface OpenDialog {
  /** Its name in the table. */
  readonly name: string;
  readonly props: object;
}

export const dialogs = createStore<{ readonly open: OpenDialog | null }>(() => ({ open: null }));

export function showDialog(name: string, props: object = {}): void {
  dialogs.setState({ open: { name, props } });
}

export function closeDialog(): void {
  dialogs.setState({ open: null });
}

export function useDialog(): OpenDialog | null {
  return useStore(dialogs, ({ open }) => open);
}
