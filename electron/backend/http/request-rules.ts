/**
 * Who may talk to the server. A web page that a person visits can reach loopback too; what it sends is told apart by
 * headers that browsers set and pages cannot: Host, Origin and Sec-Fetch-*. Clients that are no browsers send none of
 * the latter two and are free.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

export interface RequestHead {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused, or null. @param ownNames further host names that the server is reached by */
export function refusal(request: RequestHead, ownNames: readonly string[]): string | null {
  const { host, origin } = request.headers;
  const name = hostName(host);
  if (name === null || !isOwnName(name, ownNames)) {
    return `Host "${host ?? ''}" is not a name of this server`;
  }
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) {
    return `Origin "${origin}" is another site`;
  }
  if (request.headers['sec-fetch-site'] === 'cross-site' && !opensPage(request)) {
    return 'The request comes from another site';
  }
  return null;
}

/** Whether a page sent it. Node's own `fetch` sends Sec-Fetch-Mode too, but never these. */
export function isBrowser(headers: IncomingHttpHeaders): boolean {
  return [headers.origin, headers['sec-fetch-site'], headers['sec-fetch-dest']].some(
    (value) => value !== undefined,
  );
}

/** Loopback and literal addresses cannot be rebound: DNS has no part in them. */
function isOwnName(name: string, ownNames: readonly string[]): boolean {
  return name === 'localhost' || isIP(name) !== 0 || ownNames.includes(name);
}

function hostName(host: string | undefined): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@\\[\]]+))(?::\d{1,5})?$/i.exec(host ?? '');
  return match ? (match[1] ?? match[2] ?? '').toLowerCase() : null;
}

function originHost(origin: string): string | null {
  const match = /^https?:\/\/([^/\s,]+)$/i.exec(origin);
  return match ? (match[1] ?? '').toLowerCase() : null;
}

/** Following a link to the start page is allowed from anywhere; it carries no power. */
function opensPage({ method, path, headers }: RequestHead): boolean {
  return (
    method === 'GET' &&
    path === '/' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}
