/** How large the right panel and the drawer are: as the person has set them, else as the window has room. */
import { useSyncExternalStore } from 'react';
import { useAppearance } from './appearance.ts';
import { useLayout } from './layout.ts';

export interface PanelSizes {
  readonly rightWidth: number;
  readonly drawerHeight: number;
}

const NARROW: PanelSizes = { rightWidth: 280, drawerHeight: 158 };
const USUAL: PanelSizes = { rightWidth: 332, drawerHeight: 158 };
/** Pictures of the gallery are 160 high. */
const WIDE: PanelSizes = { rightWidth: 480, drawerHeight: 211 };

/** @param width of the window, CSS pixels at the size of the interface */
export function sizesIn(width: number): PanelSizes {
  if (width < 1280) return NARROW;
  return width > 2200 ? WIDE : USUAL;
}

export function usePanelSizes(): PanelSizes {
  const { scale } = useAppearance();
  const usual = useSyncExternalStore(followWindow, () => sizesIn((innerWidth * 100) / scale));
  const rightWidth = useLayout((layout) => layout.rightWidth) ?? usual.rightWidth;
  const drawerHeight = useLayout((layout) => layout.drawerHeight) ?? usual.drawerHeight;
  return { rightWidth, drawerHeight };
}

function followWindow(onChange: () => void): () => void {
  addEventListener('resize', onChange);
  return () => removeEventListener('resize', onChange);
}
