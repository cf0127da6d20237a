/** The size of the picture that shows, as its element found it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const store = createStore<{ readonly size: { width: number; height: number } | null }>(() => ({
  size: null,
}));

export function showSize(width: number, height: number): void {
  store.setState({ size: { width, height } });
}

export function usePictureSize() {
  return useStore(store, ({ size }) => size);
}
