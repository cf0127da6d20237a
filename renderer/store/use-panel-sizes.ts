import { useSyncExternalStore } from 'react';
import { useAppearance } from './appearance.ts';
import { useLayout } from './layout.ts';
import { sizesIn, type PanelSizes } from './panel-sizes.ts';

/** As the person has set them, else as the window has room. */
export function usePanelSizes(): PanelSizes {
  const { scale } = useAppearance();
  const usual = useSyncExternalStore(followWindow, () => sizesIn((innerWidth * 100) / scale));
  const leftWidth = useLayout((layout) => layout.leftWidth) ?? usual.leftWidth;
  const rightWidth = useLayout((layout) => layout.rightWidth) ?? usual.rightWidth;
  const drawerHeight = useLayout((layout) => layout.drawerHeight) ?? usual.drawerHeight;
  return { leftWidth, rightWidth, drawerHeight };
}

function followWindow(onChange: () => void): () => void {
  addEventListener('resize', onChange);
  return () => removeEventListener('resize', onChange);
}
