import { UserError } from '../../errors.ts';
import { readSpans } from '../weights/read-bytes.ts';
import type { StoredTensor } from '../weights/weight-source.ts';
import { commonFolder } from './common-folder.ts';
import { tensorHeader, type OnnxType } from './messages.ts';
import { ProtoWriter } from './protobuf.ts';

/** Bytes of weights that a model may hold in itself: Protocol Buffers end at 2 GiB. */
const INSIDE_LIMIT = 2 ** 30;

/** A tensor of one span, as a graph names it. */
export interface ExternalTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly stored: StoredTensor;
}

interface ExternalWeights {
  readonly initializers: readonly ProtoWriter[];
  /** The folder that locations are relative to; null: nothing lies outside. */
  readonly dir: string | null;
}

/**
 * Initializers that point into files. ONNX Runtime reads only below one folder, with no link and no `..` on the way: that is the
 * deepest folder common to all. What lies on another drive than the first is copied into the model.
 * @throws UserError `weights_apart` when that is too much for one model
 */
export function externalWeights(tensors: readonly ExternalTensor[]): ExternalWeights {
  const [first, ...rest] = tensors.map(({ stored }) => stored.file);
  if (first === undefined) return { initializers: [], dir: null };
  const { dir, locationOf } = commonFolder([first, ...rest]);
  requireRoom(
    tensors.filter(({ stored }) => locationOf(stored.file) === null),
    first,
  );
  const initializers = tensors.map(({ name, type, shape, stored }) => {
    const location = locationOf(stored.file);
    const tensor = tensorHeader(name, type, shape);
    return location === null
      ? tensor.raw(9, readSpans(stored.file, stored.spans))
      : pointing(tensor, stored, location);
  });
  return { initializers, dir };
}

function pointing(tensor: ProtoWriter, stored: StoredTensor, location: string): ProtoWriter {
  const [span] = stored.spans;
  if (!span || stored.spans.length > 1) throw new Error(`${stored.name} is not contiguous`);
  const entry = (key: string, value: string) => new ProtoWriter().string(1, key).string(2, value);
  return tensor
    .message(13, entry('location', location))
    .message(13, entry('offset', String(span.offset)))
    .message(13, entry('length', String(span.length)))
    .varint(14, 1);
}

function requireRoom(inside: readonly ExternalTensor[], elsewhere: string): void {
  const spans = inside.flatMap(({ stored }) => stored.spans);
  const bytes = spans.reduce((sum, { length }) => sum + length, 0);
  const [file] = inside.map(({ stored }) => stored.file);
  if (file === undefined || bytes <= INSIDE_LIMIT) return;
  throw new UserError(
    'weights_apart',
    `${file} lies on another drive than ${elsewhere}, and with ${(bytes / 2 ** 30).toFixed(1)} GiB is too large to be read from there.`,
    'Put both on one drive.',
  );
}
