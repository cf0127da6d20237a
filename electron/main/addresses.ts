/** Which addresses the app loads, goes to and opens. All are parsed: `http://127.0.0.1:80.evil.org` starts well too. */

/** The sites that its texts and models link to. */
const OPENED_SITES = ['github.com', 'huggingface.co', 'arxiv.org', 'docs.comfy.org'];

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** Whether the page at `address` is the server's own. */
export function isOwnPage(address: string, serverUrl: string | null): boolean {
  const url = parse(address);
  // A blob: address has the origin of its maker.
  if (url?.protocol !== 'http:' || serverUrl === null) return false;
  if (url.username !== '' || url.password !== '') return false;
  return url.origin === new URL(serverUrl).origin;
}

/** Whether a page may load `address` at all: what is the server's own, or made in the page itself. */
export function mayLoad(address: string, serverUrl: string | null): boolean {
  const url = parse(address);
  if (!url) return false;
  if (url.protocol === 'blob:' || url.protocol === 'data:' || url.protocol === 'devtools:') {
    return true;
  }
  const asHttp = url.protocol === 'ws:' ? address.replace(/^ws:/i, 'http:') : address;
  return isOwnPage(asHttp, serverUrl);
}

/** Whether the default browser is asked to open `address`: secure pages of a few sites alone. */
export function mayOpenOutside(address: string): boolean {
  const url = parse(address);
  return (
    url?.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    OPENED_SITES.includes(url.hostname)
  );
}
