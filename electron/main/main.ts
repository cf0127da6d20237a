// The entry of the desktop app.
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { startApp, type StudioApp } from './app.ts';
import { appArguments } from './arguments.ts';
import { checkInstallation } from './check-installation.ts';

const ROOT = join(import.meta.dirname, '../..');
/** What a second start hands to the first: its own list of arguments is reordered by Chromium. */
const handedOver = z.object({ args: z.array(z.string()), folder: z.string() });

const own = {
  args: process.argv.slice(app.isPackaged ? 1 : 2),
  folder: process.cwd(),
} satisfies z.infer<typeof handedOver>;

app.enableSandbox();
if (app.requestSingleInstanceLock(own)) void run();
else app.quit();

async function run(): Promise<void> {
  let studio: StudioApp | null = null;
  const { files: first, serve } = appArguments(own.args, own.folder);
  const waiting = [...first];
  const open = (paths: readonly string[]) => {
    if (studio) void studio.openFiles(paths);
    else waiting.push(...paths);
  };

  app.on('open-file', (event, path) => {
    event.preventDefault();
    open([path]);
  });
  app.on('second-instance', (_event, _args, _folder, data) => {
    const { success, data: other } = handedOver.safeParse(data);
    open(success ? appArguments(other.args, other.folder).files : []);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => {
    if (studio && !studio.hasWindows()) studio.openWindow();
  });
  app.on('will-quit', (event) => {
    if (!studio) return;
    const closing = studio;
    studio = null;
    event.preventDefault();
    void closing.close().finally(() => app.quit());
  });

  await app.whenReady();
  if (!(await checkInstallation(ROOT))) return app.quit();
  studio = startApp({ root: ROOT, serve });
  studio.openWindow();
  await studio.openFiles(waiting);
}
