import { spawn } from 'node:child_process';
import { eachLine } from '../../process/each-line.ts';

const LINES_KEPT = 200;
/** The running job needs no more to be put down for the next start. */
const GRACE_MS = 10_000;

/** How the server is started; `node` is a plain Node 24, as Electron's cannot run programs once its fuse is off. */
export interface BackendCommand {
  readonly node: string;
  /** `bin/taca-studio.mjs`. */
  readonly script: string;
  /** Further options of `taca-studio serve`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface BackendExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines that it wrote. */
  readonly log: readonly string[];
}

/** One process, from its start to its end. */
export interface BackendProcess {
  readonly ended: Promise<BackendExit>;
  /** Lets it close its queue; kills it when that takes too long. */
  stop(): Promise<void>;
}

interface Listeners {
  readonly onUrl: (url: string) => void;
  readonly onLine: (line: string) => void;
}

/** Starts the server; it ends with this process, as its standard input does. */
export function startBackendProcess(
  command: BackendCommand,
  options: { readonly port: number; readonly token: string },
  { onUrl, onLine }: Listeners,
): BackendProcess {
  const log: string[] = [];
  const args = [command.script, 'serve', '--attached', '--port', `${options.port}`];
  const child = spawn(command.node, [...args, ...command.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: command.env,
    windowsHide: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${options.token}\n`);
  const note = (line: string) => {
    log.push(line);
    if (log.length > LINES_KEPT) log.shift();
    onLine(line);
  };
  let url: string | undefined;
  eachLine(child.stdout, (line) => {
    note(line);
    if (url === undefined && (url = /https?:\/\/\S+/.exec(line)?.[0])) onUrl(url);
  });
  eachLine(child.stderr, note);

  const ended = new Promise<BackendExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, log }));
    child.once('error', (error) => {
      note(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null, log });
    });
  });
  return {
    ended,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
