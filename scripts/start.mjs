// npm start: installs what is missing, builds what is stale and opens the app; where Electron does not run, it starts
// the server and opens its page in the browser. Options are those of "taca-studio serve" and --browser.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DESKTOP, buildIfStale } from './build.mjs';
import { findElectron } from './electron.mjs';
import { installWhatIsMissing, projectNode, root } from './install.mjs';
import { whenNpmHasGone } from './orphan.mjs';

/** An Electron that fails later than this had a window before. */
const AT_ONCE_MS = 10_000;
/** The server's own choice, which ComfyUI may have taken. */
const USUAL_PORT = 8188;

let child;
let isStopping = false;
const stop = (signal) => {
  isStopping = true;
  child?.kill(signal);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal sends Ctrl+C to the child as well.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) stop(signal);
  });
}
whenNpmHasGone(() => stop('SIGTERM'));

installWhatIsMissing();
const args = process.argv.slice(2);
const wantsBrowser = args.some((arg) => /^--(browser|port|host)\b/.test(arg));
// The server builds its page itself.
if (wantsBrowser || !buildIfStale(DESKTOP)) await serve();
else {
  const { path, reason } = await findElectron();
  if (path) startDesktop(path);
  else {
    console.error(`Electron does not run here: ${reason}. The app opens in the browser instead.`);
    await serve();
  }
}

function startDesktop(path) {
  const startedAt = Date.now();
  child = spawn(path, [root, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  let hasEnded = false;
  const ended = (code, cause) => {
    if (hasEnded) return;
    hasEnded = true;
    if (code === 0 || isStopping || Date.now() - startedAt > AT_ONCE_MS) process.exit(code ?? 1);
    console.error(`Electron ended at once (${cause}). The app opens in the browser instead.`);
    void serve();
  };
  child.once('error', (error) => ended(null, error.message));
  child.once('exit', (code, signal) => ended(code, signal ?? `exit code ${code}`));
}

async function serve() {
  const options = args.filter((arg) => arg !== '--browser');
  const hasPort = options.some((arg) => /^--port\b/.test(arg));
  const port = hasPort || (await isFree(USUAL_PORT)) ? [] : ['--port', '0'];
  if (isStopping) process.exit(1);
  child = spawn(
    projectNode(),
    [join(root, 'bin', 'taca-studio.mjs'), 'serve', ...port, ...options],
    { stdio: ['inherit', 'pipe', 'inherit'] },
  );
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url) openInBrowser(url);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

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
