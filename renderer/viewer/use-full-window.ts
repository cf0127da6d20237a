import { useEffect, type RefObject } from 'react';
import { viewer } from '../store/viewer.ts';

/** Fills the screen where the browser lets it; without that, the element fills the window. */
export function useFullWindow(element: RefObject<HTMLElement | null>, isFull: boolean): void {
  useEffect(() => {
    const { current } = element;
    if (!isFull || !current) return undefined;
    const onChange = () => {
      if (document.fullscreenElement === null) viewer.setState({ isFull: false });
    };
    document.addEventListener('fullscreenchange', onChange);
    current.requestFullscreen().catch(() => undefined);
    return () => {
      document.removeEventListener('fullscreenchange', onChange);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [element, isFull]);
}
