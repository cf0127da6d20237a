/** What the engine is asked to do and what it tells while doing it. Plain data: it crosses process borders. */
import type { JsonObject } from '../../nodes/graph/json.ts';
import type { OutputFile } from '../../nodes/run-context.ts';

export interface ExecutionJob {
  /** prompt_id */
  readonly id: string;
  /** API format, already validated. */
  readonly prompt: JsonObject;
  /** Output nodes to run for. */
  readonly targets: readonly string[];
  readonly extraPngInfo: JsonObject;
  /** Live previews while sampling. */
  readonly previews: boolean;
}

export type NodeOutput = Readonly<Record<string, readonly OutputFile[]>>;

export type ExecutionEvent =
  /** Sent once, before the first node: what need not run. */
  | { readonly type: 'cached'; readonly nodes: readonly string[] }
  | { readonly type: 'node_start'; readonly node: string }
  | {
      readonly type: 'progress';
      readonly node: string;
      readonly value: number;
      readonly max: number;
    }
  | { readonly type: 'preview'; readonly node: string; readonly jpeg: Uint8Array }
  | { readonly type: 'notice'; readonly node: string; readonly message: string }
  /** Also for cached output nodes, with `cached: true` and the files they made before. */
  | {
      readonly type: 'executed';
      readonly node: string;
      readonly output: NodeOutput;
      readonly cached: boolean;
    }
  | { readonly type: 'node_end'; readonly node: string; readonly ms: number };

export interface ExecutionError {
  readonly node: string;
  readonly nodeType: string;
  /** `UserError.code`, or `internal_error`. */
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly stack: readonly string[];
  /** Input name → how the value reads, shortened. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** Nodes that had run. */
  readonly executed: readonly string[];
}

export type ExecutionResult =
  | { readonly status: 'success'; readonly outputs: Readonly<Record<string, NodeOutput>> }
  | {
      readonly status: 'interrupted';
      readonly node: string | null;
      readonly executed: readonly string[];
    }
  | { readonly status: 'error'; readonly error: ExecutionError };
