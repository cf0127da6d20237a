import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { TOKEN_COOKIE } from '../../protocol/access-token.ts';

/** Whether a request may pass: as `Authorization: Bearer` or in the cookie; always where no token is set. */
export function carriesToken(headers: IncomingHttpHeaders, token: string | undefined): boolean {
  if (token === undefined) return true;
  return [bearer(headers.authorization), cookie(headers.cookie)].some(
    (shown) => shown !== undefined && isSame(shown, token),
  );
}

function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}

function cookie(cookies: string | undefined): string | undefined {
  return cookies
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${TOKEN_COOKIE}=`))
    ?.slice(TOKEN_COOKIE.length + 1);
}

/** In a time that says nothing of where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
