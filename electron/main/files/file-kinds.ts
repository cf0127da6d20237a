import type { FileKind } from '../../protocol/desktop.ts';

/** The extensions of each kind; the first is given to a name that has none. */
export const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  workflow: ['.json', '.taca'],
  picture: ['.png', '.jpg', '.jpeg', '.webp'],
};

/** What the app opens from outside: pictures carry workflows too. */
export const OPENED = [...EXTENSIONS.workflow, ...EXTENSIONS.picture];
