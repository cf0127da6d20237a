import { useMemo, useState } from 'react';
import {
  actualSize,
  fit,
  panBy,
  percentOf,
  zoomAt,
  type Place,
  type Size,
  type Viewport,
} from './viewport.ts';

export interface ViewportControl {
  readonly view: Viewport;
  /** Of the screen's pixels. */
  readonly percent: number;
  /** The pixels of the picture are to be told apart. */
  readonly isMagnified: boolean;
  readonly isFitted: boolean;
  fit(): void;
  showActualSize(): void;
  /** @param pointer from the middle of the frame; the middle when absent */
  zoomBy(factor: number, pointer?: Place): void;
  panBy(by: Place): void;
}

const MAGNIFIED_PERCENT = 200;
const MIDDLE = { x: 0, y: 0 };

/** Fitted until somebody zooms or pans, and again when asked. */
export function useViewport(picture: Size, frame: Size): ViewportControl {
  const [own, setOwn] = useState<Viewport | null>(null);
  return useMemo(() => {
    const ratio = devicePixelRatio;
    const fitted = fit(picture, frame, ratio);
    const view = own ?? fitted;
    const percent = percentOf(view, ratio);
    const change = (next: (old: Viewport) => Viewport) => setOwn((old) => next(old ?? fitted));
    return {
      view,
      percent,
      isMagnified: percent > MAGNIFIED_PERCENT,
      isFitted: own === null,
      fit: () => setOwn(null),
      showActualSize: () => change((old) => actualSize(old, ratio)),
      zoomBy: (factor, pointer = MIDDLE) =>
        change((old) => zoomAt(old, factor, pointer, picture, ratio)),
      panBy: (by) => change((old) => panBy(old, by, picture)),
    };
  }, [own, picture, frame]);
}
