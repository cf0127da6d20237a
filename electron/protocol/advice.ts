/** What the editor asks about a workflow without running it: POST /studio/tokens and /studio/timesteps. */
import { z } from 'zod';
import type { Problem } from '../../nodes/errors.ts';
import type { WorkspaceOptions } from '../../nodes/files/workspace.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';

const prompt = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null);

export const tokensRequest = z.object({
  text: z.string().max(100_000),
  /** The workflow in API format. */
  prompt,
  /** A node whose CLIP input, or that of what it feeds, reads the text. */
  node: z.string(),
});
export type TokensRequest = z.output<typeof tokensRequest>;

/** What one text encoder makes of a prompt. */
export interface TokenCount {
  readonly encoder: 'CLIP-L' | 'CLIP-G' | 'T5';
  /** Tokens of the prompt itself. */
  readonly tokens: number;
  /** Tokens that are read; fewer than `tokens` where the prompt is cut. */
  readonly read: number;
  /** Tokens of the prompt in one sequence. */
  readonly limit: number;
  /** Sequences that the prompt is laid out in. */
  readonly chunks: number;
}
/** What a workflow or its models leave unknown is an answer too: an empty one, with what stands in the way. */
interface Reply {
  readonly problem: Problem | null;
}
export interface TokensReply extends Reply {
  readonly encoders: readonly TokenCount[];
}

export const timestepsRequest = z.object({
  /** The workflow in API format. */
  prompt,
  /** A sampler, or a node that samplers depend on. */
  node: z.string(),
});
export type TimestepsRequest = z.output<typeof timestepsRequest>;

/** What a sampler goes through. */
export interface SamplerSteps {
  readonly node: string;
  /** Noise levels, one more than steps, falling; empty: nothing is sampled. */
  readonly sigmas: readonly number[];
  /** Where these steps lie in a longer schedule of `steps`. */
  readonly firstStep: number;
  readonly steps: number;
  /** Nodes before it that act in a window of the steps. */
  readonly windows: readonly NodeWindow[];
}
export interface NodeWindow {
  readonly node: string;
  readonly kind: 'taca' | 'lora';
  /** Steps that it is on in, from 0 in the longer schedule. */
  readonly on: readonly number[];
}
export interface TimestepsReply extends Reply {
  readonly samplers: readonly SamplerSteps[];
}

/** What the advisor thread is asked, and answers. */
export interface Questions {
  readonly tokens: { readonly request: TokensRequest; readonly reply: TokensReply };
  readonly timesteps: { readonly request: TimestepsRequest; readonly reply: TimestepsReply };
}
export type Question = {
  readonly [K in keyof Questions]: { readonly kind: K; readonly request: Questions[K]['request'] };
}[keyof Questions];

export interface ToAdvisor {
  readonly workspace: WorkspaceOptions;
  readonly question: Question;
}
