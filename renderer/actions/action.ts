import type { LucideIcon } from 'lucide-react';
import type { TextKey } from '../text/text.ts';

export type Section = 'file' | 'edit' | 'view' | 'run' | 'node' | 'help';

/**
 * Something a person can do. Menus, command palette, tooltips, shortcuts and the desktop's menu bar derive from it.
 * Keys are written `mod+Shift+K`: mod is Ctrl, or Cmd on a Mac; letters without a modifier act outside fields only.
 */
export interface Action {
  /** Stable: key maps of people name it. */
  readonly id: string;
  readonly title: TextKey;
  readonly section: Section;
  readonly keys?: readonly string[];
  readonly icon?: LucideIcon;
  /** Its own keys reach it as an event of the browser, which alone may use the clipboard unasked. */
  readonly isByBrowser?: boolean;
  /** Once more for as long as its keys are held down. */
  readonly isRepeated?: boolean;
  /** Always, when absent. */
  isEnabled?(): boolean;
  /** For something that is on or off. */
  isChecked?(): boolean;
  run(): void | Promise<void>;
}
