import { decodePlain } from '../decode-plain.ts';
import { readSpans } from '../read-bytes.ts';
import { isPlain, unitOf } from '../stored-types.ts';
import type { StoredTensor } from '../weight-source.ts';

/** Elements of a plain tensor in one run. */
export function readElements(
  { type, file, spans }: StoredTensor,
  from = 0,
  count?: number,
): Float32Array {
  const [span] = spans;
  if (!span || !isPlain(type)) throw new Error('scales are plain numbers in one run');
  const { bytes } = unitOf(type);
  const length = count === undefined ? span.length : count * bytes;
  return decodePlain(type, readSpans(file, [{ offset: span.offset + from * bytes, length }]));
}
