import { useEffect, useState, type RefObject } from 'react';
import { camera } from '../store/camera.ts';
import { openNodeSearch } from '../store/node-search.ts';
import { viewCentre } from './view-centre.ts';

/** A press shorter than this, ms, is a tap. */
const TAP_MS = 250;
const FIELDS =
  'input, textarea, select, button, a, [contenteditable=true], [role=textbox], [role=dialog]';

/**
 * Space: held it pans, tapped it opens the search for nodes where the pointer is.
 * @returns whether it is held
 */
export function useSpace(region: RefObject<HTMLElement | null>): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    let since = 0;
    let isUsed = false;
    let pointer: { x: number; y: number } | null = null;
    const stop = new AbortController();
    const { signal } = stop;
    const isTaken = ({ target }: Event) => target instanceof Element && target.closest(FIELDS);
    const onDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.defaultPrevented || isTaken(event)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      if (event.repeat) return;
      since = event.timeStamp;
      isUsed = false;
      setHeld(true);
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key !== ' ' || since === 0) return;
      const isTap = !isUsed && event.timeStamp - since < TAP_MS;
      since = 0;
      setHeld(false);
      if (isTap) openSearch(region.current, pointer);
    };
    addEventListener('keydown', onDown, { signal });
    addEventListener('keyup', onUp, { signal });
    addEventListener('blur', () => setHeld(false), { signal });
    addEventListener('pointerdown', () => (isUsed = true), { signal });
    addEventListener('pointermove', ({ x, y }) => (pointer = { x, y }), { signal });
    return () => stop.abort();
  }, [region]);
  return isHeld;
}

/** At the pointer when it is over the canvas, else in the middle. */
function openSearch(region: HTMLElement | null, pointer: { x: number; y: number } | null): void {
  const bounds = region?.getBoundingClientRect();
  const view = camera.getState().camera;
  const isOver =
    bounds &&
    pointer &&
    pointer.x >= bounds.left &&
    pointer.x <= bounds.right &&
    pointer.y >= bounds.top &&
    pointer.y <= bounds.bottom;
  if (!isOver || !view) {
    openNodeSearch({ ...viewCentre(), from: null });
    return;
  }
  const [x, y] = view.toGraph([pointer.x, pointer.y]);
  openNodeSearch({
    at: [pointer.x, pointer.y],
    position: [Math.round(x), Math.round(y)],
    from: null,
  });
}
