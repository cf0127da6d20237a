import type { DeviceInfo } from '../../protocol/device.ts';
import type { ExecutionEvent, ExecutionJob, ExecutionResult } from '../../protocol/execution.ts';
import {
  EngineDied,
  type Engine,
  type EngineSettings,
  type FromEngine,
} from '../../protocol/engine.ts';
import { causeOfDeath, type Death } from './cause-of-death.ts';
import { crashLimit } from '../../process/crash-limit.ts';
import { startEngineProcess, type EngineProcess } from './engine-process.ts';

const ENTRY = new URL('../../engine/main.ts', import.meta.url);
const INTERRUPT_GRACE_MS = 10_000;

interface EngineOptions {
  readonly settings: EngineSettings;
  /** Start the process at once, and a new one as soon as one dies, rather than when a job needs it. */
  readonly eager?: boolean;
  /** How long an interrupt may stay unanswered before the process is killed. */
  readonly interruptGraceMs?: number;
  /** Each line that the process writes. */
  readonly log?: (line: string) => void;
  /** The program of the process. */
  readonly entry?: URL;
}

interface RunningJob {
  readonly id: string;
  readonly onEvent: (event: ExecutionEvent) => void;
  readonly resolve: (result: ExecutionResult) => void;
  readonly reject: (error: EngineDied) => void;
  node: string | null;
  readonly executed: string[];
  grace: NodeJS.Timeout | undefined;
}

/** An engine in a process of its own, replaced whenever it dies. */
export function createEngine(options: EngineOptions): Engine {
  const limit = crashLimit();
  let { settings } = options;
  let engine: EngineProcess | null = null;
  let device: DeviceInfo | null = null;
  let unavailable: string | null = null;
  let memory: number | null = null;
  /** Other settings than those of the running process wait for its job to end. */
  let isStale = false;
  let job: RunningJob | null = null;
  let closed = false;

  function start(): EngineProcess {
    const started: EngineProcess = startEngineProcess(options.entry ?? ENTRY, settings, {
      onMessage: (message) => started === engine && onMessage(message),
      onDeath: (death) => started === engine && onDeath(death),
      onLine: options.log ?? (() => undefined),
    });
    engine = started;
    return started;
  }

  function onMessage(message: FromEngine): void {
    if (message.type === 'ready') device = message.device;
    else if (message.type === 'unavailable') unavailable = message.reason;
    else if (message.type === 'memory') memory = message.used;
    else if (message.id !== job?.id) return;
    else if (message.type === 'event') {
      remember(job, message.event);
      job.onEvent(message.event);
    } else {
      limit.forgive();
      settle()?.resolve(message.result);
      if (isStale) replace();
    }
  }

  /** Ends the process, which has no job, and starts one with the present settings. */
  function replace(): void {
    isStale = false;
    limit.forgive();
    const last = engine;
    forget();
    last?.kill();
    if (options.eager) start();
  }

  function forget(): void {
    engine = null;
    device = null;
    unavailable = null;
    memory = null;
  }

  function onDeath(death: Death): void {
    forget();
    isStale = false;
    const lost = settle();
    if (closed) {
      lost?.reject(new EngineDied('The engine was closed.', death.log));
      return;
    }
    if (lost?.grace) {
      lost.resolve({ status: 'interrupted', node: lost.node, executed: lost.executed });
    } else {
      limit.crashed(Date.now());
      lost?.reject(causeOfDeath(death));
    }
    if (options.eager && limit.waitFor(Date.now()) === 0) start();
  }

  /** The running job, which ends here. */
  function settle(): RunningJob | null {
    const ended = job;
    clearTimeout(ended?.grace);
    job = null;
    return ended;
  }

  if (options.eager) start();

  return {
    get device() {
      return device;
    },
    get unavailable() {
      return unavailable;
    },
    get memory() {
      return memory;
    },
    configure(next) {
      settings = next;
      if (job) isStale = true;
      else if (!closed) replace();
    },
    run(next: ExecutionJob, onEvent) {
      if (job) throw new Error(`job ${job.id} is running`);
      if (closed) throw new EngineDied('The engine was closed.', []);
      const wait = limit.waitFor(Date.now());
      if (wait > 0) return Promise.reject(crashLoop(wait));
      return new Promise<ExecutionResult>((resolve, reject) => {
        const { id } = next;
        job = { id, onEvent, resolve, reject, node: null, executed: [], grace: undefined };
        (engine ?? start()).send({ type: 'run', job: next });
      });
    },
    interrupt(id) {
      if (!job || job.id !== id || job.grace) return;
      engine?.send({ type: 'interrupt', id });
      const grace = options.interruptGraceMs ?? INTERRUPT_GRACE_MS;
      job.grace = setTimeout(() => engine?.kill(), grace);
    },
    free: (what) => engine?.send({ type: 'free', ...what }),
    async close() {
      closed = true;
      const last = engine;
      last?.kill();
      await last?.ended;
    },
  };
}

/** What an interrupted job reports when its process had to be killed. */
function remember(job: RunningJob, event: ExecutionEvent): void {
  if (event.type === 'node_start') job.node = event.node;
  if (event.type === 'node_end') job.executed.push(event.node);
}

function crashLoop(waitMs: number): EngineDied {
  return new EngineDied(
    'The engine crashed three times within a minute, before any job was finished.',
    [],
    'engine_crash_loop',
    `Look at the log; the next try is possible in ${Math.ceil(waitMs / 1000)} s.`,
  );
}
