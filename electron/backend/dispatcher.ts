import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, parseJson, type JsonObject } from '../../nodes/graph/json.ts';
import { EngineDied, type Engine } from '../protocol/engine.ts';
import type { ExecutionJob, ExecutionResult } from '../protocol/execution.ts';
import type { QueueStatus } from '../protocol/websocket.ts';
import { RunMessages } from './run-messages.ts';
import type { Sockets } from './sockets.ts';
import type { JobStore, QueuedJob } from './store/job-store.ts';

const PAUSE_MS = 2000;

/** Takes jobs from the queue by order and has the engine run them, one at a time. */
export interface Dispatcher {
  /** Says that there may be a job to run; the first call starts it. */
  wake(): void;
  readonly running: QueuedJob | null;
  /** Running and waiting. */
  remaining(): number;
  /** While paused, the running job goes on and no other is started. */
  setPaused(paused: boolean): Promise<void>;
  status(): QueueStatus;
  /** Tells everybody how long the queue is. */
  broadcastStatus(): void;
  /** Stops the running job; with an id, only if it is that one. */
  interrupt(id?: string): void;
  /** For a client that has connected again. */
  greet(client: string): void;
  /** Ends after the running job's engine is closed; resolves when nothing is written any more. */
  close(): Promise<void>;
}

export interface DispatcherParts {
  readonly store: JobStore;
  readonly engine: Engine;
  readonly sockets: Sockets;
  /** Called when a result is on disk. */
  readonly settle: (id: string) => void;
  readonly log: (message: string) => void;
  /** Kept in the log that pages show, written nowhere else. */
  readonly note: (message: string) => void;
}

export function createDispatcher({
  store,
  engine,
  sockets,
  settle,
  log,
  note,
}: DispatcherParts): Dispatcher {
  let running: QueuedJob | null = null;
  let messages: RunMessages | null = null;
  let interruption = new AbortController();
  const closing = new AbortController();
  let wake = () => {};

  const remaining = () => store.pendingCount() + (running ? 1 : 0);
  const statusNow = () => ({
    exec_info: { queue_remaining: remaining() },
    paused: store.isPaused,
    running: running?.id ?? null,
  });
  const broadcastStatus = () => sockets.broadcast('status', { status: statusNow() });

  /** Waits while the engine is stopped for crashing again and again. */
  const runOnEngine = async (task: ExecutionJob, now: RunMessages): Promise<ExecutionResult> => {
    for (let told = false; ; told = true) {
      try {
        return await engine.run(task, (event) => now.onEvent(event));
      } catch (error) {
        const isStopped = error instanceof EngineDied && error.code === 'engine_crash_loop';
        if (!isStopped) throw error;
        if (!told) {
          log(`${error.message} The queue waits.`);
          now.notice(`${error.message} The queue waits.`);
        }
        const signal = AbortSignal.any([interruption.signal, closing.signal]);
        await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
  };

  /** Runs the job, a second time if the engine dies under it; null when the server closes meanwhile. */
  const execute = async ({ client, job: task }: Task): Promise<ExecutionResult | null> => {
    for (let attempt = 1; ; attempt++) {
      const now = new RunMessages(task.id, client, sockets);
      messages = now;
      try {
        const previews = task.previews && now.isWatched;
        const result = await runOnEngine({ ...task, previews }, now);
        const cutShort = result.status === 'interrupted' && !interruption.signal.aborted;
        return closing.signal.aborted && cutShort ? null : result;
      } catch (error) {
        if (closing.signal.aborted) return null;
        if (interruption.signal.aborted) {
          return { status: 'interrupted', node: now.node, executed: [] };
        }
        log(`Job ${task.id}: ${String(error)}`);
        const mayRetry = error instanceof EngineDied && error.code === 'engine_died';
        if (!mayRetry || attempt === 2) return failed(error, task, now.node);
        const where = placeOf(task.prompt, now);
        now.notice(`The engine stopped${where} and was restarted. The render starts again.`);
      }
    }
  };

  const runOne = async (job: QueuedJob) => {
    if (!(await untilWritten(() => store.markRunning(job.id)))) return;
    running = job;
    interruption = new AbortController();
    broadcastStatus();
    const task = describe(job);
    const began = Date.now();
    note(`Run ${job.id} begins.`);
    const result = await execute(task);
    if (!result || !messages) return;
    note(`Run ${job.id} ${endOf(result, Date.now() - began)}`);
    const record = messages.result(result, (node) => typeOf(task.job.prompt, node));
    if (await untilWritten(() => store.finish(job.id, record))) settle(job.id);
    messages.announce();
    running = null;
    broadcastStatus();
    messages.over();
    messages = null;
  };

  /** A full disk pauses the queue: nothing is lost, and it goes on by itself. */
  const untilWritten = async (write: () => Promise<boolean>): Promise<boolean> => {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        log(`The queue waits: ${String(error)}`);
        if (closing.signal.aborted) return false;
        await sleep(PAUSE_MS);
      }
    }
  };

  const woken = () => new Promise<void>((resolve) => (wake = resolve));
  const loop = async () => {
    await woken();
    while (!closing.signal.aborted) {
      const job = store.isPaused ? undefined : store.next();
      if (job) await runOne(job);
      else await woken();
    }
  };
  const ended = loop();

  return {
    wake: () => wake(),
    get running() {
      return running;
    },
    remaining,
    status: statusNow,
    broadcastStatus,
    async setPaused(paused) {
      await store.setPaused(paused);
      broadcastStatus();
      if (!paused) wake();
    },
    interrupt(id) {
      if (!running || (id !== undefined && id !== running.id)) return;
      interruption.abort();
      engine.interrupt(running.id);
    },
    greet(client) {
      if (messages?.client === client) messages.repeat();
    },
    async close() {
      closing.abort();
      wake();
      await engine.close();
      await ended;
    },
  };
}

interface Task {
  readonly client: string | null;
  readonly job: ExecutionJob;
}

function describe(job: QueuedJob): Task {
  const extra = asObject(parseJson(job.extraData));
  const client = extra['client_id'];
  return {
    client: typeof client === 'string' ? client : null,
    job: {
      id: job.id,
      prompt: asObject(parseJson(job.prompt)),
      targets: JSON.parse(job.targets) as string[],
      extraPngInfo: asObject(extra['extra_pnginfo']),
      previews: extra['preview_method'] !== 'none',
    },
  };
}

function endOf(result: ExecutionResult, ms: number): string {
  const after = `after ${(ms / 1000).toFixed(2)} s`;
  if (result.status === 'success') return `is done ${after}.`;
  if (result.status === 'interrupted') return `was stopped ${after}.`;
  const { nodeType, node, message } = result.error;
  return `failed ${after} in ${nodeType} (${node}): ${message}`;
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** " in KSampler, step 12," */
function placeOf(prompt: JsonObject, { node, step }: RunMessages): string {
  if (node === null) return '';
  return ` in ${typeOf(prompt, node)}${step > 0 ? `, step ${step + 1},` : ''}`;
}

function typeOf(prompt: JsonObject, node: string): string | null {
  const type = asObject(prompt[node])['class_type'];
  return typeof type === 'string' ? type : null;
}

function failed(error: unknown, job: ExecutionJob, node: string | null): ExecutionResult {
  const died = error instanceof EngineDied;
  const at = node ?? job.targets[0] ?? '';
  return {
    status: 'error',
    error: {
      node: at,
      nodeType: typeOf(job.prompt, at) ?? '',
      code: died ? error.code : 'internal_error',
      message: died ? error.message : `The engine could not run this job: ${String(error)}`,
      cure: died ? error.cure : 'Queue the workflow again.',
      stack: died ? error.log : [String((error as Error).stack ?? error)],
      inputs: {},
      executed: [],
    },
  };
}
