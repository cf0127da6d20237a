import { UserError } from '../../errors.ts';
import { unitOf, type StoredType } from './stored-types.ts';

/** A run of bytes, from the start of its file. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Where a tensor's bytes lie. */
export interface StoredTensor {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Real path (no symlink) of the file. */
  readonly file: string;
  /** Its rows in order: one run, or several where a layout keeps them in another order. */
  readonly spans: readonly Span[];
  /** What the stored numbers are to be multiplied by: scaled fp8. */
  readonly scale?: number;
  /** What 4-bit codes stand for: NF4 and FP4 alone. */
  readonly codebook?: Codebook;
  /** What each row is to be multiplied by: types by rows alone. */
  readonly rowScales?: RowScales;
}

/** Scales of the rows of a whole tensor; parts of the tensor share them. */
export interface RowScales {
  /** Where in the file the whole tensor begins. */
  readonly start: number;
  /** Bytes of a row. */
  readonly width: number;
  /** A float for each row. */
  readonly values: StoredTensor;
  /** What all of them are multiplied by. */
  readonly factor: number;
}

/** The rest of a tensor that bitsandbytes quantised; parts of the tensor share it. */
export interface Codebook {
  /** Where in the file the codes of the whole tensor begin. */
  readonly start: number;
  /** F32 [16]: what each code stands for. */
  readonly values: StoredTensor;
  readonly blockSize: number;
  /** Of each block: F32, or codes of `nested`. */
  readonly absmax: StoredTensor;
  readonly nested?: NestedScales;
}

/** absmax = values[code] * absmax[block] + offset. */
export interface NestedScales {
  /** F32 [256]. */
  readonly values: StoredTensor;
  readonly blockSize: number;
  readonly absmax: StoredTensor;
  readonly offset: number;
}

/** One opened file, as it was when its header was read. */
export interface WeightFile {
  /** Real path. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
}

/** Named tensors of one network: one file, several shards, or a part of an all-in-one file. Nothing is loaded. */
export interface WeightSource {
  /** For messages: the file or folder as the person named it. */
  readonly label: string;
  /** Changes when any of the files does (size, mtime, inode, header) or the config. Part of cache keys. */
  readonly identity: string;
  readonly files: readonly WeightFile[];
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The config.json beside the weights, when there is one. */
  readonly config: Readonly<Record<string, unknown>> | null;
}

/** The tensors whose names start with `prefix`, without it: one network of an all-in-one file. */
export function subSource(source: WeightSource, prefix: string): WeightSource {
  if (prefix === '') return source;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, tensor] of source.tensors) {
    if (!name.startsWith(prefix)) continue;
    const short = name.slice(prefix.length);
    tensors.set(short, { ...tensor, name: short });
  }
  return { ...source, identity: `${source.identity}/${prefix}`, tensors };
}

/** Rows `from` to before `from + count` of a tensor, under a new name. @throws UserError `weights_shape` */
export function rowRange(
  tensor: StoredTensor,
  name: string,
  from: number,
  count: number,
): StoredTensor {
  const [rows = 0, ...rest] = tensor.shape;
  const [span, ...more] = tensor.spans;
  const fits = Number.isInteger(from) && Number.isInteger(count) && from + count <= rows;
  if (!span || more.length > 0 || !fits || from < 0 || count <= 0) throw otherRows(tensor, name);
  const row = span.length / rows;
  const unit = unitOf(tensor.type).bytes;
  const [start, length] = [from * row, count * row];
  if (start % unit !== 0 || length % unit !== 0) throw otherRows(tensor, name);
  const spans = [{ offset: span.offset + start, length }];
  return { ...tensor, name, shape: [count, ...rest], spans };
}

/** Part `index` of `of` equal parts of the rows of a tensor, under a new name. @throws UserError `weights_shape` */
export function rowPart(
  tensor: StoredTensor,
  name: string,
  index: number,
  of: number,
): StoredTensor {
  const count = (tensor.shape[0] ?? 0) / of;
  return rowRange(tensor, name, index * count, count);
}

function otherRows({ name, shape, file }: StoredTensor, part: string): UserError {
  return new UserError(
    'weights_shape',
    `${file}: "${name}" [${shape.join(', ')}] has no rows for ${part}.`,
    'The file is damaged or of another model; download it again.',
  );
}

/** The same tensor with the two halves of its rows swapped. */
export function halvesSwapped(tensor: StoredTensor, name: string): StoredTensor {
  const second = rowPart(tensor, name, 1, 2);
  const first = rowPart(tensor, name, 0, 2);
  return { ...tensor, name, spans: [...second.spans, ...first.spans] };
}

/** The tensor cut where its bytes are not contiguous: joined along the first axis these give it back. */
export function contiguousRuns(tensor: StoredTensor): readonly StoredTensor[] {
  if (tensor.spans.length === 1) return [tensor];
  const [rows = 1, ...rest] = tensor.shape;
  const bytes = tensor.spans.reduce((sum, { length }) => sum + length, 0);
  return tensor.spans.map((span) => ({
    ...tensor,
    shape: [(rows * span.length) / bytes, ...rest],
    spans: [span],
  }));
}
