/** What a page may do, and where it may go. */
import type * as Electron from 'electron';
import { expect, test, vi } from 'vitest';
import { Session, WebContents } from '../../tests/electron-stand-in.ts';
import { guardContents } from './guard-contents.ts';
import { carryToken, guardSession } from './session.ts';

const SERVER = 'http://127.0.0.1:4711';

function guardedSession() {
  const session = new Session();
  guardSession(session as unknown as Electron.Session, () => SERVER);
  return session;
}

test.each([
  'geolocation',
  'media',
  'midi',
  'midiSysex',
  'hid',
  'usb',
  'serial',
  'notifications',
  'clipboard-read',
  'display-capture',
  'fullscreen',
  'openExternal',
  'pointerLock',
] as const)('the own page is denied %s', (permission) => {
  const { handlers } = guardedSession();
  const answer = vi.fn<(granted: unknown) => void>();
  const details = { requestingUrl: `${SERVER}/`, isMainFrame: true };
  handlers.setPermissionRequestHandler?.(null as never, permission, answer, details);
  expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  expect(handlers.setPermissionCheckHandler?.(null, permission as never, SERVER, details)).toBe(
    false,
  );
});

test.each([
  [SERVER, true],
  ['http://127.0.0.1:4711.evil.org', false],
  ['null', false],
])('to copy is allowed to %s: %s', (origin, allowed) => {
  const { handlers } = guardedSession();
  const answer = vi.fn<(granted: unknown) => void>();
  const permission = 'clipboard-sanitized-write';
  const details = { requestingUrl: origin, isMainFrame: true };
  handlers.setPermissionRequestHandler?.(null as never, permission, answer, details);
  expect(answer).toHaveBeenCalledExactlyOnceWith(allowed);
  expect(handlers.setPermissionCheckHandler?.(null, permission, origin, details)).toBe(allowed);
});

test('no device is handed to a page', () => {
  expect(guardedSession().handlers.setDevicePermissionHandler?.({} as never)).toBe(false);
});

test.each([
  [`${SERVER}/object_info`, false],
  ['https://example.org/pixel.png', true],
  ['file:///etc/passwd', true],
])('a request for %s is stopped: %s', (url, cancel) => {
  const answer = vi.fn<(granted: unknown) => void>();
  guardedSession().beforeRequest?.({ url }, answer);
  expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel });
});

test('only what the server serves is downloaded', () => {
  const session = guardedSession();
  const preventDefault = vi.fn<() => void>();
  const download = (url: string) =>
    session.emit('will-download', { preventDefault }, { getURL: () => url });
  download(`${SERVER}/view?filename=a.png`);
  expect(preventDefault).not.toHaveBeenCalled();
  download('https://evil.org/setup.exe');
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('the token goes into a cookie that scripts cannot read', async () => {
  const session = new Session();
  await carryToken(session as unknown as Electron.Session, SERVER, 'secret');
  expect(session.cookies.set).toHaveBeenCalledExactlyOnceWith({
    url: SERVER,
    name: 'taca-studio-token',
    value: 'secret',
    httpOnly: true,
    sameSite: 'strict',
  });
});

function guardedContents() {
  const contents = new WebContents();
  const openOutside = vi.fn<(address: string) => void>();
  guardContents(contents as unknown as Electron.WebContents, () => SERVER, openOutside);
  return { contents, openOutside };
}

test.each([
  [`${SERVER}/`, false],
  [`${SERVER}/?tab=2#node`, false],
  [`${SERVER}/view?filename=evil.svg`, true],
  ['http://127.0.0.1:4711.evil.org/', true],
  ['https://evil.org/', true],
  ['file:///tmp/dropped.html', true],
  [`blob:${SERVER}/5e1`, true],
])('going to %s is stopped: %s', (url, stopped) => {
  const { contents } = guardedContents();
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
    const preventDefault = vi.fn<() => void>();
    contents.emit(event, { url, preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(stopped ? 1 : 0);
  }
});

test('no webview is attached', () => {
  const preventDefault = vi.fn<() => void>();
  guardedContents().contents.emit('will-attach-webview', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('no page opens a window; its address is offered to the browser', () => {
  const { contents, openOutside } = guardedContents();
  const opened = contents.openHandler?.({ url: 'https://huggingface.co/' } as never);
  expect(opened).toEqual({ action: 'deny' });
  expect(openOutside).toHaveBeenCalledExactlyOnceWith('https://huggingface.co/');
});
