import type { Session } from 'electron';
import { TOKEN_COOKIE } from '../protocol/access-token.ts';
import { isOwnPage, mayLoad } from './addresses.ts';

const PERMISSION = 'clipboard-sanitized-write';

/** Lets pages load what is the server's, copy to the clipboard, and nothing else. */
export function guardSession(session: Session, serverUrl: () => string | null): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(permission === PERMISSION && isOwnPage(requestingUrl, serverUrl())),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === PERMISSION && isOwnPage(origin, serverUrl()),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !mayLoad(url, serverUrl()) }),
  );
  session.on('will-download', (event, item) => {
    if (!mayLoad(item.getURL(), serverUrl())) event.preventDefault();
  });
}

/** What the server asks of every request. */
export async function carryToken(
  session: Session,
  serverUrl: string,
  token: string,
): Promise<void> {
  await session.cookies.set({
    url: serverUrl,
    name: TOKEN_COOKIE,
    value: token,
    httpOnly: true,
    sameSite: 'strict',
  });
}
