/** How large the right panel and the drawer are where nobody has set it: as the window has room. */
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
