import { fork } from 'node:child_process';
import type { EngineSettings, FromEngine, ToEngine } from '../../protocol/engine.ts';
import { eachLine } from '../../process/each-line.ts';
import { providerEnvironment } from '../providers/environment.ts';
import { outOfMemoryKills, type Death } from './cause-of-death.ts';

const LINES_KEPT = 20;

/** One process, from its start to its end. */
export interface EngineProcess {
  send(message: ToEngine): void;
  kill(): void;
  readonly ended: Promise<void>;
}

interface Listeners {
  readonly onMessage: (message: FromEngine) => void;
  readonly onDeath: (death: Death) => void;
  /** Each line that it writes. */
  readonly onLine: (line: string) => void;
}

/** Forks `entry`; what is sent before it is ready waits in its channel. */
export function startEngineProcess(
  entry: URL,
  settings: EngineSettings,
  { onMessage, onDeath, onLine }: Listeners,
): EngineProcess {
  const killsBefore = outOfMemoryKills();
  const log: string[] = [];
  const child = fork(entry, [JSON.stringify(settings)], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: providerEnvironment(settings.data),
  });
  const note = (line: string) => {
    log.push(line);
    if (log.length > LINES_KEPT) log.shift();
    onLine(line);
  };
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, note);

  child.on('message', (message) => onMessage(message as FromEngine));
  child.on('error', (error) => note(error.message));
  const ended = new Promise<void>((resolve) => {
    const died = (exitCode: number | null, signal: NodeJS.Signals | null) => {
      resolve();
      const killsNow = outOfMemoryKills();
      const systemKilled =
        killsBefore === null || killsNow === null ? null : killsNow > killsBefore;
      onDeath({ exitCode, signal, log, systemKilled });
    };
    child.once('close', died);
    if (child.pid === undefined) child.once('error', () => died(null, null));
  });

  return {
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}
