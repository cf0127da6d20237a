import { setTimeout as sleep } from 'node:timers/promises';
import { crashLimit } from '../../process/crash-limit.ts';
import type { BackendStatus } from '../../protocol/desktop.ts';
import {
  startBackendProcess,
  type BackendCommand,
  type BackendExit,
  type BackendProcess,
} from './backend-process.ts';
import { freePort } from './free-port.ts';

/** The command's own exit code for input that no restart makes better, e.g. a data folder in use. */
const BAD_INPUT = 2;
const FIRST_WAIT_MS = 250;
/** A process that ran this long was well; the wait after it is short again. */
const WELL_MS = 60_000;

interface Options {
  readonly command: BackendCommand;
  readonly token: string;
  /** The port of the last start; 0 for any. */
  readonly port: number;
  readonly onStatus: (status: BackendStatus) => void;
  readonly onLine: (line: string) => void;
  /** Before the first restart; doubles with each crash in a row. */
  readonly firstWaitMs?: number;
}

export interface BackendSupervisor {
  readonly status: BackendStatus;
  /** Starts it again at once, also after it was given up. */
  restart(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** Keeps the server running; three crashes within a minute end the restarts. */
export function superviseBackend(options: Options): BackendSupervisor {
  const { command, token, onLine, firstWaitMs = FIRST_WAIT_MS } = options;
  const limit = crashLimit();
  let status: BackendStatus = { state: 'starting' };
  let port = options.port;
  let waitMs = firstWaitMs;
  let process: BackendProcess | null = null;
  /** Counts the starts that were asked for: what an older one still has to say is not heard. */
  let turn = 0;

  const tell = (next: BackendStatus) => {
    status = next;
    options.onStatus(next);
  };

  async function start(own: number): Promise<void> {
    const chosen = await freePort(port);
    if (own !== turn) return;
    const started = startBackendProcess(
      command,
      { port: chosen, token },
      {
        onLine,
        onUrl(url) {
          if (own !== turn) return;
          port = Number(new URL(url).port);
          tell({ state: 'running', url });
        },
      },
    );
    process = started;
    const startedAt = Date.now();
    const exit = await started.ended;
    if (Date.now() - startedAt > WELL_MS) waitMs = firstWaitMs;
    if (own === turn) await afterExit(own, exit);
  }

  async function afterExit(own: number, exit: BackendExit): Promise<void> {
    limit.crashed(Date.now());
    const reason =
      exit.code === BAD_INPUT ? 'refused' : limit.waitFor(Date.now()) > 0 ? 'crashes' : null;
    if (reason) return tell({ state: 'stopped', reason, log: exit.log });
    tell({ state: 'restarting', log: exit.log });
    await sleep(waitMs);
    waitMs *= 2;
    if (own === turn) await start(own);
  }

  async function restart(): Promise<void> {
    const own = ++turn;
    limit.forgive();
    waitMs = firstWaitMs;
    tell({ state: 'starting' });
    await process?.stop();
    if (own === turn) void start(own);
  }

  void start(turn);
  return {
    get status() {
      return status;
    },
    restart,
    async stop() {
      turn++;
      await process?.stop();
    },
  };
}
