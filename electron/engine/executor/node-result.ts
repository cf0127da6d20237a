import type { NodeOutput } from '../../protocol/execution.ts';

/** What a node gave: its outputs by name, the files it showed, and what it told about them. */
export interface NodeResult {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly ui: NodeOutput | null;
  readonly notices: readonly string[];
}
