/**
 * Between the page and the main process of the desktop app: each call with the schema of its parameters and the type of
 * its answer, and the interface that `window.desktop` has. In a browser there is no `window.desktop`.
 */
import { z } from 'zod';

const text = (most: number) => z.string().max(most);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);

const fileKind = z.enum(['workflow', 'picture']);

const saveRequest = z.strictObject({
  kind: fileKind,
  /** Where the file was opened from or saved to before; null asks the person. */
  path: text(4096).nullable(),
  suggestedName: text(255),
  bytes: z.instanceof(Uint8Array),
});

const menuItem = z.union([
  z.strictObject({ type: z.literal('separator') }),
  z.strictObject({ type: z.literal('recent'), label: text(200) }),
  z.strictObject({
    type: z.literal('action'),
    id: text(100),
    label: text(200),
    /** As Electron writes them: `CmdOrCtrl+Shift+S`. */
    accelerator: text(60).optional(),
    enabled: z.boolean(),
    checked: z.boolean().optional(),
  }),
]);

const menu = z.strictObject({ id: text(60), label: text(60), items: z.array(menuItem).max(100) });

/** What each call takes. Main checks it; the page and the preload script take their types from it. */
export const callParams = {
  openFiles: z.tuple([fileKind]),
  openDroppedPath: z.tuple([text(4096)]),
  openRecent: z.tuple([text(4096)]),
  recentFiles: z.tuple([]),
  clearRecent: z.tuple([]),
  takeFiles: z.tuple([]),
  saveFile: z.tuple([saveRequest]),
  revealFile: z.tuple([text(4096)]),
  openExternal: z.tuple([text(2048)]),
  setMenu: z.tuple([z.array(menu).max(20)]),
  showMenu: z.tuple([z.strictObject({ x: z.int(), y: z.int() })]),
  editText: z.tuple([z.enum(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'])]),
  setProgress: z.tuple([z.number().min(0).max(1).nullable()]),
  notify: z.tuple([z.strictObject({ title: text(200), body: text(1000) })]),
  setDocument: z.tuple([z.strictObject({ title: text(200), unsaved: z.int().min(0) })]),
  setTheme: z.tuple([
    z.strictObject({
      source: z.enum(['dark', 'light', 'system']),
      background: colour,
      text: colour,
    }),
  ]),
  newWindow: z.tuple([]),
  backendStatus: z.tuple([]),
  restartBackend: z.tuple([]),
} as const;

export type CallName = keyof typeof callParams;
export type CallParams<K extends CallName> = z.infer<(typeof callParams)[K]>;

export type FileKind = z.infer<typeof fileKind>;
export type DesktopMenu = z.infer<typeof menu>;
export type DesktopMenuItem = z.infer<typeof menuItem>;

/** A call that a person's files can make fail; the error is the sentence and its cure. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string; readonly cure: string };
    };

export interface FileName {
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
}

export interface OpenedFile extends FileName {
  readonly bytes: Uint8Array;
}

export type BackendStatus =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly url: string }
  /** It ended unasked and is started again after a moment. */
  | { readonly state: 'restarting'; readonly log: readonly string[] }
  /** It is not started again by itself. */
  | {
      readonly state: 'stopped';
      readonly reason: 'refused' | 'crashes';
      readonly log: readonly string[];
    };

/** What each call answers. */
export interface CallResults {
  openFiles: Outcome<readonly OpenedFile[]>;
  openDroppedPath: Outcome<OpenedFile>;
  openRecent: Outcome<OpenedFile>;
  recentFiles: readonly FileName[];
  clearRecent: void;
  takeFiles: readonly OpenedFile[];
  saveFile: Outcome<FileName | null>;
  revealFile: void;
  openExternal: boolean;
  setMenu: void;
  showMenu: void;
  editText: void;
  setProgress: void;
  notify: void;
  setDocument: void;
  setTheme: void;
  newWindow: void;
  backendStatus: BackendStatus;
  restartBackend: void;
}

/** What main tells the page unasked. */
export interface DesktopEvents {
  menuAction: string;
  backendStatus: BackendStatus;
  /** Files to be opened wait for `takeFiles`. */
  filesWaiting: null;
}

type Call<K extends CallName> = (...params: CallParams<K>) => Promise<CallResults[K]>;
type Unsubscribe = () => void;

export interface DesktopApi {
  readonly platform: 'darwin' | 'linux' | 'win32';
  /** Asks the person; an empty list where they cancel. */
  readonly openFiles: Call<'openFiles'>;
  /** Opens a file that was dropped on the page, so that it can be saved back to its place. */
  openDropped(file: File): Promise<Outcome<OpenedFile>>;
  readonly openRecent: Call<'openRecent'>;
  readonly recentFiles: Call<'recentFiles'>;
  readonly clearRecent: Call<'clearRecent'>;
  /** Null where the person cancels. A path is written only if the person has chosen it before. */
  readonly saveFile: Call<'saveFile'>;
  /** Shows a file of this machine in its folder. */
  readonly revealFile: Call<'revealFile'>;
  /** False where the address is not one that the app opens. */
  readonly openExternal: Call<'openExternal'>;
  /** The menus of this window, from the actions. */
  readonly setMenu: Call<'setMenu'>;
  /** Opens the menus as a native pop-up, at CSS pixels of the page. */
  readonly showMenu: Call<'showMenu'>;
  /** Does to the focused text field what the menu's action says. */
  readonly editText: Call<'editText'>;
  /** Task-bar progress from 0 to 1, during which the machine does not sleep; null ends it. */
  readonly setProgress: Call<'setProgress'>;
  /** A notification, where the window is not in front. */
  readonly notify: Call<'notify'>;
  /** The window's title, and how many workflows would lose changes when it closes. */
  readonly setDocument: Call<'setDocument'>;
  readonly setTheme: Call<'setTheme'>;
  readonly newWindow: Call<'newWindow'>;
  readonly backendStatus: Call<'backendStatus'>;
  readonly restartBackend: Call<'restartBackend'>;
  onMenuAction(listener: (id: string) => void): Unsubscribe;
  /** Files opened from outside: by association, from the command line, from a menu of recent files. */
  onOpenFile(listener: (file: OpenedFile) => void): Unsubscribe;
  onBackendStatus(listener: (status: BackendStatus) => void): Unsubscribe;
}

declare global {
  interface Window {
    readonly desktop?: DesktopApi;
  }
}
