/** Element types as safetensors spells them. */
export type StoredType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'F8_E4M3'
  | 'F8_E5M2'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U8'
  | 'BOOL';

/** Where a tensor's bytes lie. */
export interface StoredTensor {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Real path (no symlink) of the file. */
  readonly file: string;
  /** From the start of the file, in bytes. */
  readonly offset: number;
  readonly length: number;
}

/** Named tensors of one network: one file, several shards, or a part of an all-in-one file. Nothing is loaded. */
export interface WeightSource {
  /** For messages: the file or folder as the person named it. */
  readonly label: string;
  /** Changes when any of the files does (size, mtime, header). Part of cache keys. */
  readonly identity: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The config.json beside the weights, when there is one. */
  readonly config: Readonly<Record<string, unknown>> | null;
}
