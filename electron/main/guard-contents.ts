import type { WebContents } from 'electron';
import { isOwnPage } from './addresses.ts';

/** Keeps a page where it is: links to elsewhere are offered to `openOutside`. */
export function guardContents(
  contents: WebContents,
  serverUrl: () => string | null,
  openOutside: (address: string) => void,
): void {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isStartPage(event.url, serverUrl())) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** The only page that the server has; its other addresses are data, some of it made elsewhere. */
function isStartPage(address: string, serverUrl: string | null): boolean {
  return isOwnPage(address, serverUrl) && new URL(address).pathname === '/';
}
