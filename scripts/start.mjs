// npm start: installs what is missing, starts the server and opens its page in the browser.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installWhatIsMissing, projectNode, root } from './install.mjs';
import { whenNpmHasGone } from './orphan.mjs';

installWhatIsMissing();
const server = spawn(
  projectNode(),
  [join(root, 'bin', 'taca-studio.mjs'), 'serve', ...process.argv.slice(2)],
  { stdio: ['inherit', 'pipe', 'inherit'] },
);
createInterface({ input: server.stdout }).on('line', (line) => {
  console.log(line);
  const url = /https?:\/\/\S+/.exec(line)?.[0];
  if (url) openInBrowser(url);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal sends Ctrl+C to the server as well.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) server.kill(signal);
  });
}
whenNpmHasGone(() => server.kill('SIGTERM'));
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

/** Without a browser or display the address on the terminal is enough. */
function openInBrowser(url) {
  const hasDisplay = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : hasDisplay
          ? ['xdg-open', url]
          : [];
  if (!command) return;
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => undefined);
  opener.unref();
}
