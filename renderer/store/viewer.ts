/** What the viewer shows. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isSamePicture, type PictureRef } from '../api/pictures.ts';
import { showView } from './layout.ts';

export type ViewerMode = 'one' | 'side' | 'wipe' | 'difference';

export interface ViewerState {
  readonly a: PictureRef | null;
  /** The one that A is compared with. */
  readonly b: PictureRef | null;
  readonly mode: ViewerMode;
  /** Which of the two a choice in the gallery replaces, and which shows alone. */
  readonly side: 'a' | 'b';
  /** The picture alone in the window. */
  readonly isFull: boolean;
  readonly isDetailsShown: boolean;
}

export const viewer = createStore<ViewerState>(() => ({
  a: null,
  b: null,
  mode: 'one',
  side: 'a',
  isFull: false,
  isDetailsShown: true,
}));

/** Shows one picture in the viewer. */
export function viewPicture(picture: PictureRef): void {
  viewer.setState({ a: picture, b: null, mode: 'one', side: 'a' });
  showView('viewer');
}

/** Shows two pictures beside each other. */
export function comparePictures(a: PictureRef, b: PictureRef): void {
  viewer.setState({ a, b, mode: 'side', side: 'b' });
  showView('viewer');
}

/** Puts a picture in the place that is being chosen for. */
export function choosePicture(picture: PictureRef): void {
  const { side, mode } = viewer.getState();
  viewer.setState(mode !== 'one' && side === 'b' ? { b: picture } : { a: picture });
}

/** @param other what to compare with where nothing was chosen before */
export function setViewerMode(mode: ViewerMode, other: PictureRef | null): void {
  viewer.setState(({ b }) =>
    mode === 'one' ? { mode, side: 'a' } : { mode, side: 'b', b: b ?? other },
  );
}

/** While comparing: choose for that one. Else: show that one alone. */
export function showSide(side: 'a' | 'b'): void {
  if (side === 'a' || viewer.getState().b !== null) viewer.setState({ side });
}

/** The one that shows alone or is being chosen. */
export function shownPicture({ a, b, side }: ViewerState): PictureRef | null {
  return side === 'b' && b !== null ? b : a;
}

/** Forgets pictures that are gone. */
export function leavePicture(picture: PictureRef): void {
  const { a, b } = viewer.getState();
  if (isSamePicture(b, picture)) viewer.setState({ b: null, mode: 'one', side: 'a' });
  if (isSamePicture(a, picture)) viewer.setState({ a: b, b: null, mode: 'one', side: 'a' });
}

export function useViewer<T>(select: (state: ViewerState) => T): T {
  return useStore(viewer, select);
}
