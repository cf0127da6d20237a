/** Which parts of the window show, and how large they are; kept with the preferences. */
import { useStore } from 'zustand';
import { kept } from './preferences.ts';

export type View = 'graph' | 'form' | 'viewer';
export type LeftPanel = 'nodes' | 'models' | 'workflows' | 'gallery';
export type DrawerTab = 'gallery' | 'queue' | 'log';

export interface Layout {
  readonly view: View;
  /** Null when closed. */
  readonly left: LeftPanel | null;
  /** Null: as the window has room. */
  readonly leftWidth: number | null;
  /** Null: as the window has room. */
  readonly rightWidth: number | null;
  readonly drawer: DrawerTab;
  readonly isDrawerOpen: boolean;
  /** Null: as the window has room. */
  readonly drawerHeight: number | null;
  readonly isMinimapShown: boolean;
}

export const LEFT_WIDTHS = { min: 184, max: 360 } as const;
export const RIGHT_WIDTHS = { min: 280, max: 480 } as const;
export const DRAWER_HEIGHTS = { min: 110, max: 480 } as const;

export const layout = kept<Layout>('layout', {
  view: 'graph',
  left: null,
  leftWidth: null,
  rightWidth: null,
  drawer: 'gallery',
  isDrawerOpen: false,
  drawerHeight: null,
  isMinimapShown: true,
});

export function useLayout<T>(select: (state: Layout) => T): T {
  return useStore(layout, select);
}

export function showView(view: View): void {
  layout.setState({ view });
}

/** Opens a panel; one that is open is closed. */
export function toggleLeft(left: LeftPanel): void {
  layout.setState((state) => ({ left: state.left === left ? null : left }));
}

/** Opens the drawer at a tab; at one that shows it is closed. */
export function toggleDrawer(drawer: DrawerTab): void {
  layout.setState((state) => ({
    drawer,
    isDrawerOpen: !(state.isDrawerOpen && state.drawer === drawer),
  }));
}
