/** What is known of runs: by tab and node, by job, and the server's queue. */
import type { OutputFile } from '../../../nodes/run-context.ts';
import type { QueueState } from '../../../electron/protocol/queue.ts';

export type Fix =
  | { readonly kind: 'set'; readonly input: string; readonly value: string | number | bigint }
  | { readonly kind: 'connect'; readonly input: string }
  /** Opens the list of its values. */
  | { readonly kind: 'pick'; readonly input: string }
  /** Gets a file that is not here. */
  | { readonly kind: 'download' }
  /** Gets the vocabularies of text encoders. */
  | { readonly kind: 'tokenizers' };

/** Why a node does not run: a sentence, and what helps. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly input: string | null;
  /** The best first. */
  readonly fixes: readonly Fix[];
}

export type NodeStatus =
  | 'waiting'
  | 'running'
  | 'done'
  | 'cached'
  | 'error'
  | 'interrupted'
  /** Not yet run since the page knows it. */
  | 'idle';

export interface NodeRun {
  readonly status: NodeStatus;
  /** The job it took this state in; null when a check before the run gave it. */
  readonly job: string | null;
  /** Steps done, of `max`. */
  readonly value: number;
  readonly max: number;
  /** When it began, by this machine's clock. */
  readonly since: number;
  /** How long it took. */
  readonly ms: number | null;
  readonly problem: Problem | null;
  /** The newest preview of this run, encoded. */
  readonly preview: Blob | null;
  /** What it made last. */
  readonly files: readonly OutputFile[];
}

export interface Job {
  readonly id: string;
  /** Null when no tab of this page queued it. */
  readonly tab: string | null;
  readonly name: string;
  /** Full ids of the nodes in its prompt; empty when another page of this client queued it. */
  readonly nodes: readonly string[];
  readonly state: 'queued' | 'running' | 'done' | 'error' | 'interrupted';
  /** Times of the server. */
  readonly started: number | null;
  readonly ended: number | null;
  readonly seed: string | null;
  /** Of the sampler; 1 when there is none or it is not known. */
  readonly steps: number;
}

/** The newest picture of a tab. */
export interface Latest {
  readonly job: string;
  readonly node: string;
  readonly file: OutputFile;
}

export interface TabRun {
  readonly nodes: { readonly [node: string]: NodeRun };
  readonly latest: Latest | null;
  /** The one before, to compare with. */
  readonly previous: Latest | null;
}

export interface RunState {
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly tabs: { readonly [tab: string]: TabRun };
  readonly jobs: { readonly [id: string]: Job };
  readonly queue: QueueState;
}

export const EMPTY_TAB_RUN: TabRun = { nodes: {}, latest: null, previous: null };
export const NO_RUNS: RunState = {
  connection: 'connecting',
  tabs: {},
  jobs: {},
  queue: { paused: false, running: null, pending: [] },
};

export const IDLE: NodeRun = {
  status: 'idle',
  job: null,
  value: 0,
  max: 0,
  since: 0,
  ms: null,
  problem: null,
  preview: null,
  files: [],
};
