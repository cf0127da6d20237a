/** Who this page is to the server: the same after a reload, another in each tab and window of the browser. */
const KEY = 'client';

let current: string | null = null;

export function clientId(): string {
  current ??= sessionStorage.getItem(KEY) ?? renewClientId();
  return current;
}

/** For a page that has the id of another one, as a copied tab has. */
export function renewClientId(): string {
  const id = randomId();
  current = id;
  sessionStorage.setItem(KEY, id);
  return id;
}

/** A UUID, also for pages from another machine without TLS, which have no `crypto.randomUUID`. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
