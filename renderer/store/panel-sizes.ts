/** How large the panels and the drawer are where nobody has set it: as the window has room. */
export interface PanelSizes {
  readonly leftWidth: number;
  readonly rightWidth: number;
  readonly drawerHeight: number;
}

const NARROW: PanelSizes = { leftWidth: 200, rightWidth: 280, drawerHeight: 158 };
const USUAL: PanelSizes = { leftWidth: 220, rightWidth: 332, drawerHeight: 158 };
/** Pictures of the gallery are 160 high. */
const WIDE: PanelSizes = { leftWidth: 300, rightWidth: 480, drawerHeight: 211 };

/** @param width of the window, CSS pixels at the size of the interface */
export function sizesIn(width: number): PanelSizes {
  if (width < 1280) return NARROW;
  return width > 2200 ? WIDE : USUAL;
}
