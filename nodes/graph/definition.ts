/**
 * What a node is: its class name, its typed inputs and outputs, and what it runs.
 * `/object_info`, validation, the editor's widgets, docs and the types of `run` all derive from this record.
 */
import type { RunContext } from '../run-context.ts';
import type { NoiseLevels } from '../sampling/noise-levels.ts';
import type { Sockets } from '../sockets.ts';
import type { Json, JsonObject } from './json.ts';

export type SocketType = keyof Sockets;

/** Lists that are only known at run time: files of a model folder, pictures of the input folder. */
export interface Catalog {
  /** Relative names, with `/` between folders, sorted. */
  models(folder: string): readonly string[];
  inputImages(): readonly string[];
  inputLatents(): readonly string[];
}

interface Common {
  readonly optional?: boolean;
  readonly tooltip?: string;
  readonly advanced?: boolean;
}
export interface SocketInput extends Common {
  readonly kind: 'socket';
  readonly type: string;
}
export interface IntInput extends Common {
  readonly kind: 'int';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}
/** A 64-bit integer: always a bigint in `run`; the editor adds "control after generate". */
export interface SeedInput extends Common {
  readonly kind: 'seed';
  /** Default 0. */
  readonly min?: bigint;
  /** Default 2^64 - 1. */
  readonly max?: bigint;
}
export interface FloatInput extends Common {
  readonly kind: 'float';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly round?: number;
}
export interface StringInput extends Common {
  readonly kind: 'string';
  readonly default: string;
  readonly multiline?: boolean;
  readonly dynamicPrompts?: boolean;
}
export interface BooleanInput extends Common {
  readonly kind: 'boolean';
  readonly default: boolean;
}
export interface ComboInput extends Common {
  readonly kind: 'combo';
  readonly options: readonly string[] | ((catalog: Catalog) => readonly string[]);
  readonly default?: string;
  /** Values beyond the options are legal too; the node's `validate` has the last word. */
  readonly open?: boolean;
  /** Further members of the `/object_info` options, e.g. `image_upload`. */
  readonly extra?: JsonObject;
}
export type InputSpec =
  | SocketInput
  | IntInput
  | SeedInput
  | FloatInput
  | StringInput
  | BooleanInput
  | ComboInput;

/** An input spec that remembers the type of the value that `run` gets. */
type Typed<S extends InputSpec, T> = S & { readonly value?: T };
type Optional<O> = O extends { optional: true } ? undefined : never;

export function socket<K extends SocketType, const O extends Common = object>(
  type: K,
  options?: O,
) {
  return { kind: 'socket', type, ...options } as Typed<SocketInput, Sockets[K] | Optional<O>>;
}
export function int(options: Omit<IntInput, 'kind'>): Typed<IntInput, number> {
  return { kind: 'int', ...options };
}
export function seed(options: Omit<SeedInput, 'kind'> = {}): Typed<SeedInput, bigint> {
  return { kind: 'seed', ...options };
}
export function float(options: Omit<FloatInput, 'kind'>): Typed<FloatInput, number> {
  return { kind: 'float', ...options };
}
export function string(
  options: Partial<Omit<StringInput, 'kind'>> = {},
): Typed<StringInput, string> {
  return { kind: 'string', default: '', ...options };
}
export function boolean(options: Omit<BooleanInput, 'kind'>): Typed<BooleanInput, boolean> {
  return { kind: 'boolean', ...options };
}
/** One of a fixed list. */
export function combo<const L extends readonly string[]>(
  options: L,
  rest: Omit<ComboInput, 'kind' | 'options'> = {},
): Typed<ComboInput, L[number]> {
  return { kind: 'combo', options, ...rest };
}
/** One of the files of a model folder. */
export function modelFile(folder: string, rest: Common = {}): Typed<ComboInput, string> {
  return { kind: 'combo', options: (catalog) => catalog.models(folder), ...rest };
}
/** A picture of the input folder, or one named with ` [output]` or ` [temp]` behind: `validate` must check it. */
export function inputImage(rest: Common = {}): Typed<ComboInput, string> {
  return {
    kind: 'combo',
    options: (catalog) => catalog.inputImages(),
    open: true,
    extra: { image_upload: true },
    ...rest,
  };
}

/** A .latent file of the input folder, or one named with ` [output]` or ` [temp]` behind: `validate` must check it. */
export function inputLatent(rest: Common = {}): Typed<ComboInput, string> {
  return { kind: 'combo', options: (catalog) => catalog.inputLatents(), open: true, ...rest };
}

export type Inputs = Readonly<Record<string, Typed<InputSpec, unknown>>>;
/** Output name to socket type, in slot order. */
export type Outputs = Readonly<Record<string, SocketType>>;
export type InputValues<I extends Inputs> = {
  readonly [K in keyof I]: I[K] extends { readonly value?: infer T } ? T : never;
};
export type OutputValues<O extends Outputs> = { readonly [K in keyof O]: Sockets[O[K]] };

export interface NodeDefinition<I extends Inputs = Inputs, O extends Outputs = Outputs> {
  /** ComfyUI's class name where the meaning is the same. */
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly description: string;
  /** Raise it when the same inputs give another result than before: old cache entries are then not used. */
  readonly version?: number;
  readonly inputs: I;
  readonly outputs: O;
  /** An output node: a prompt runs for its sake (it saves or shows something). */
  readonly outputNode?: boolean;
  readonly experimental?: boolean;
  readonly deprecated?: boolean;
  readonly searchAliases?: readonly string[];
  /**
   * `disk`: results also survive a restart (only for outputs of type CONDITIONING). `never`: the inputs do not determine
   * the result, so the node and what follows it run every time. Default `memory`.
   */
  readonly cache?: 'memory' | 'disk' | 'never';
  /**
   * What lies outside the inputs but changes the result, e.g. the identity (size, mtime) of a file that is read.
   * Part of the cache key. Gets only widget values (links are undefined). @throws UserError when a file is missing.
   */
  fingerprint?(inputs: InputValues<I>, context: Pick<RunContext, 'files'>): Json;
  /**
   * A check beyond types and ranges; gets only widget values (links are undefined). Returns null, or what is wrong, with
   * the input's name before it: `image - Invalid image file: no.png`.
   */
  validate?(inputs: Partial<InputValues<I>>, context: Pick<RunContext, 'files'>): string | null;
  /** Of a node that samples: the noise levels that `run` goes through. Pictures, latents and conditioning may be absent. */
  noiseLevels?(inputs: InputValues<I>): NoiseLevels;
  run(inputs: InputValues<I>, context: RunContext): OutputValues<O> | Promise<OutputValues<O>>;
}

/** Any node, as the registry and the executor see it: inputs are checked before `run` is called. */
export type AnyNode = Omit<NodeDefinition, 'run' | 'fingerprint' | 'validate' | 'noiseLevels'> & {
  fingerprint?(inputs: Record<string, unknown>, context: Pick<RunContext, 'files'>): Json;
  validate?(inputs: Record<string, unknown>, context: Pick<RunContext, 'files'>): string | null;
  noiseLevels?(inputs: Record<string, unknown>): NoiseLevels;
  run(inputs: Record<string, unknown>, context: RunContext): object | Promise<object>;
};

export function defineNode<I extends Inputs, O extends Outputs>(
  definition: NodeDefinition<I, O>,
): AnyNode {
  return definition;
}

/** Class name → definition. */
export type Registry = Readonly<Record<string, AnyNode>>;
