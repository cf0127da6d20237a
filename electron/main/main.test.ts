/** The life of the app from its start to its end, over what startApp promises. */
import { resolve } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as electron from '../../tests/electron-stand-in.ts';
import type { StudioApp, startApp } from './app.ts';

/** That of the modules of this test: each has its own. */
let app: typeof electron.app;
let opened: string[];
let closed: PromiseWithResolvers<void>;
const studio = {
  openFiles: vi.fn<StudioApp['openFiles']>(),
  openWindow: vi.fn<() => never>(),
  hasWindows: vi.fn<StudioApp['hasWindows']>(),
  close: vi.fn<StudioApp['close']>(),
};
const start = vi.fn<typeof startApp>();
vi.mock('./app.ts', () => ({
  startApp: (options: Parameters<typeof startApp>[0]) => start(options),
}));

beforeEach(async () => {
  vi.resetModules();
  ({ app } = await import('../../tests/electron-stand-in.ts'));
  opened = [];
  closed = Promise.withResolvers();
  start.mockReturnValue(studio);
  studio.openFiles.mockImplementation(async (paths) => void opened.push(...paths));
  studio.close.mockReturnValue(closed.promise);
  app.requestSingleInstanceLock.mockReturnValue(true);
});

async function run(...args: string[]): Promise<void> {
  process.argv.splice(0, process.argv.length, 'electron', '.', ...args);
  await import('./main.ts');
  await vi.waitFor(() => expect(studio.openWindow).toHaveBeenCalledOnce());
}

test('pages are sandboxed before any is made, and files of the command line are opened', async () => {
  await run('a.json', '--threads', '2');
  expect(app.enableSandbox).toHaveBeenCalledBefore(app.whenReady);
  expect(start).toHaveBeenCalledExactlyOnceWith({
    root: resolve(import.meta.dirname, '../..'),
    serve: ['--threads', '2'],
  });
  expect(opened).toEqual([resolve('a.json')]);
});

test('where the app runs already, it gets the arguments and this one ends', async () => {
  app.requestSingleInstanceLock.mockReturnValue(false);
  process.argv.splice(0, process.argv.length, 'electron', '.', 'a.json');
  await import('./main.ts');
  expect(app.requestSingleInstanceLock).toHaveBeenCalledExactlyOnceWith({
    args: ['a.json'],
    folder: process.cwd(),
  });
  expect(app.quit).toHaveBeenCalledOnce();
  expect(start).not.toHaveBeenCalled();
});

test('what a second start and the system hand over is opened', async () => {
  await run();
  const data = { args: ['b.json'], folder: '/elsewhere' };
  app.emit('second-instance', {}, ['--whatever'], '/', data);
  const preventDefault = vi.fn<() => void>();
  app.emit('open-file', { preventDefault }, '/w/c.taca');
  app.emit('second-instance', {}, [], '/', { args: 'not a list' });
  expect(opened).toEqual([resolve('/elsewhere/b.json'), '/w/c.taca']);
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(studio.openFiles).toHaveBeenLastCalledWith([]);
});

test('a file that the system hands over before the app is ready is not lost', async () => {
  const ready = Promise.withResolvers<void>();
  app.whenReady.mockReturnValueOnce(ready.promise);
  process.argv.splice(0, process.argv.length, 'electron', '.');
  await import('./main.ts');
  app.emit('open-file', { preventDefault: () => undefined }, '/w/early.json');
  expect(start).not.toHaveBeenCalled();
  ready.resolve();
  await vi.waitFor(() => expect(opened).toEqual(['/w/early.json']));
});

test('the app ends when the server has put its queue down', async () => {
  await run();
  const preventDefault = vi.fn<() => void>();
  app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(app.quit).not.toHaveBeenCalled();
  closed.resolve();
  await vi.waitFor(() => expect(app.quit).toHaveBeenCalledOnce());
  app.emit('will-quit', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('a click on the icon opens a window where none is left', async () => {
  await run();
  studio.hasWindows.mockReturnValue(true);
  app.emit('activate');
  expect(studio.openWindow).toHaveBeenCalledOnce();
  studio.hasWindows.mockReturnValue(false);
  app.emit('activate');
  expect(studio.openWindow).toHaveBeenCalledTimes(2);
});
