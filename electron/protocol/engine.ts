/** Messages between a supervisor and its engine process (structured clone), and what the rest sees of an engine. */
import type { ModelRoot } from '../../nodes/files/model-folders.ts';
import type { DeviceChoice, DeviceInfo } from './device.ts';
import type { WantedPrecision } from './precision.ts';
import type { ExecutionEvent, ExecutionJob, ExecutionResult } from './execution.ts';

export type ToEngine =
  | { readonly type: 'run'; readonly job: ExecutionJob }
  | { readonly type: 'interrupt'; readonly id: string }
  | { readonly type: 'free'; readonly unloadModels: boolean; readonly freeMemory: boolean };

export type FromEngine =
  /** Comes again when more is known of the device. */
  | { readonly type: 'ready'; readonly device: DeviceInfo }
  | { readonly type: 'unavailable'; readonly reason: string }
  /** Bytes of memory that the process holds, said now and then. */
  | { readonly type: 'memory'; readonly used: number }
  | { readonly type: 'event'; readonly id: string; readonly event: ExecutionEvent }
  | { readonly type: 'finished'; readonly id: string; readonly result: ExecutionResult };

/** What an engine process is started with; crosses as one JSON argument. */
export interface EngineSettings {
  readonly device: DeviceChoice;
  /** CPU threads; 0: as many as there are physical cores. */
  readonly threads: number;
  /** Bytes that the process may use; those of the machine when absent. */
  readonly memory?: number | undefined;
  /** Of networks whose loader leaves it open; `auto`, when absent: the best that fits the memory. */
  readonly precision?: WantedPrecision | undefined;
  /** Bytes of the largest tensor, where a card is to be treated as a smaller one. */
  readonly maxBuffer?: number | undefined;
  readonly models: readonly ModelRoot[];
  readonly data: string;
  /** Where pictures go and come from; below `data` when absent. */
  readonly output?: string | undefined;
  readonly input?: string | undefined;
  /** A job that runs a second time writes to the names of the first run. */
  readonly rerunsJobs: boolean;
  /** Loads the bundled model while nothing is to be run. */
  readonly warmsUp?: boolean;
}

export type DeathCode = 'engine_died' | 'out_of_memory' | 'engine_crash_loop';

/** The engine process ended before the job did. */
export class EngineDied extends Error {
  override readonly name = 'EngineDied';
  /** The last lines that the process wrote. */
  readonly log: readonly string[];
  readonly code: DeathCode;
  /** One sentence that says what to do. */
  readonly cure: string;

  constructor(
    message: string,
    log: readonly string[],
    code: DeathCode = 'engine_died',
    cure = 'Queue the workflow again.',
  ) {
    super(message);
    this.log = log;
    this.code = code;
    this.cure = cure;
  }
}

/** An engine process as its users see it: replaced when it dies, never lost. */
export interface Engine {
  /**
   * Runs one job; jobs are run one at a time.
   * @throws EngineDied when the process ended before the job did; the next call runs on a new process.
   */
  run(job: ExecutionJob, onEvent: (event: ExecutionEvent) => void): Promise<ExecutionResult>;
  /** Stops the running job if it has this id: within a step, or by killing the process after 10 s without an answer. */
  interrupt(id: string): void;
  free(options: { unloadModels: boolean; freeMemory: boolean }): void;
  /** null until the process is ready. */
  readonly device: DeviceInfo | null;
  /** Why the device cannot be opened, when it cannot. */
  readonly unavailable: string | null;
  /** Bytes of memory that the process holds; null until it says so. */
  readonly memory: number | null;
  /** Starts anew with other settings, as soon as no job is running. */
  configure(settings: EngineSettings): void;
  close(): Promise<void>;
}
