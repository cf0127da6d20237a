import { BrowserWindow } from 'electron';
import { webPreferences } from './web-preferences.ts';

interface Options {
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly isDark: boolean;
  readonly size: { readonly width: number; readonly height: number };
}

/** The height of the page's title bar, over which the system draws its window buttons. */
const TITLE_BAR = 40;
/** Until the page says its own: the panel and text of the tokens. */
const COLOURS = {
  dark: { background: '#18181b', text: '#ededf0' },
  light: { background: '#f5f5f7', text: '#1a1a1e' },
};

/** A window that shows itself once the page is drawn. */
export function createWindow({ preload, isPackaged, isDark, size }: Options): BrowserWindow {
  const { background, text } = COLOURS[isDark ? 'dark' : 'light'];
  const window = new BrowserWindow({
    ...size,
    minWidth: 1024,
    minHeight: 720,
    show: false,
    backgroundColor: background,
    titleBarStyle: 'hidden',
    titleBarOverlay: overlay(background, text),
    trafficLightPosition: { x: 12, y: 12 },
    webPreferences: webPreferences(preload, isPackaged),
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Colours what the system draws of the window as the page's theme. */
export function colourWindow(
  window: BrowserWindow,
  { background, text }: { background: string; text: string },
  platform: NodeJS.Platform,
): void {
  window.setBackgroundColor(background);
  if (platform !== 'darwin') window.setTitleBarOverlay(overlay(background, text));
}

function overlay(color: string, symbolColor: string) {
  return { color, symbolColor, height: TITLE_BAR };
}
