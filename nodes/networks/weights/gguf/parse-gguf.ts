/** Checks the header of a GGUF file, version 2 or 3. Format: github.com/ggml-org/ggml, docs/gguf.md. */
import type { OpenFile } from '../weight-file.ts';
import { Cursor } from './cursor.ts';
import { parseValues, type GgufValue } from './parse-values.ts';

const MAX_TENSORS = 100_000;
const MAX_NAME = 1024;
const MAX_DIMS = 4;
const MAX_ALIGNMENT = 65_536;
const DEFAULT_ALIGNMENT = 32;
/** A tensor's entry takes at least its name's length, dims, type and offset. */
const LEAST_ENTRY = 8 + 4 + 4 + 8;

export interface GgufTensor {
  readonly name: string;
  /** Slowest dimension first, as safetensors has them. */
  readonly shape: readonly number[];
  /** ggml's number. */
  readonly type: number;
  /** Bytes from `dataStart`. */
  readonly offset: number;
}

export interface GgufHeader {
  readonly values: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  readonly dataStart: number;
}

/**
 * @param kept keys of arrays whose elements are wanted
 * @throws UserError, a code for each way a header can be wrong
 */
export function parseGguf(
  label: string,
  file: Pick<OpenFile, 'size' | 'read'>,
  kept: readonly string[] = [],
): GgufHeader {
  const cursor = new Cursor(file, label);
  if (new TextDecoder('latin1').decode(cursor.view(4, 'its first bytes')) !== 'GGUF') {
    throw cursor.fail('gguf_magic', 'does not begin with "GGUF"');
  }
  checkVersion(cursor);
  const tensorCount = cursor.u64('the number of tensors', 'gguf_tensors');
  const keyCount = cursor.u64('the number of keys', 'gguf_keys');
  if (tensorCount > MAX_TENSORS || tensorCount * LEAST_ENTRY > cursor.left()) {
    throw cursor.fail(
      'gguf_tensors',
      `claims ${tensorCount} tensors; ${cursor.left()} bytes are left, and up to ${MAX_TENSORS} are read`,
    );
  }
  const values = parseValues(cursor, keyCount, kept);
  const alignment = alignmentOf(cursor, values);
  const tensors = Array.from({ length: tensorCount }, (_, i) => parseTensor(cursor, i, alignment));
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.size === names.add(name).size) {
      throw cursor.fail('gguf_duplicate', `tensor "${name}" is listed twice`);
    }
  }
  return { values, tensors, dataStart: Math.ceil(cursor.at / alignment) * alignment };
}

function checkVersion(cursor: Cursor): void {
  const version = cursor.u32('its version');
  if (version === 2 || version === 3) return;
  const cure = 'Use a file that a current program wrote.';
  const swapped = ((version & 0xff) << 24) | ((version & 0xff00) << 8) | (version >>> 24);
  throw version >= 0x10000 && swapped <= 0xff
    ? cursor.fail('gguf_big_endian', 'is written for big-endian machines', cure)
    : cursor.fail('gguf_version', `is of GGUF version ${version}; 2 and 3 are read`, cure);
}

function alignmentOf(cursor: Cursor, values: ReadonlyMap<string, GgufValue>): number {
  const alignment = Number(values.get('general.alignment') ?? DEFAULT_ALIGNMENT);
  const isPower = Number.isInteger(Math.log2(alignment));
  if (isPower && alignment >= 1 && alignment <= MAX_ALIGNMENT) return alignment;
  throw cursor.fail(
    'gguf_alignment',
    `its alignment is ${alignment}; powers of two up to ${MAX_ALIGNMENT} are allowed`,
  );
}

function parseTensor(cursor: Cursor, index: number, alignment: number): GgufTensor {
  const name = cursor.text(`the name of tensor ${index}`, MAX_NAME);
  const what = `tensor "${name}"`;
  const dims = cursor.u32(`the dimensions of ${what}`);
  if (dims > MAX_DIMS) {
    throw cursor.fail(
      'gguf_shape',
      `${what} has ${dims} dimensions; up to ${MAX_DIMS} are allowed`,
    );
  }
  const shape = Array.from({ length: dims }, () => cursor.u64(`a side of ${what}`, 'gguf_shape'));
  const type = cursor.u32(`the type of ${what}`);
  const offset = cursor.u64(`the offset of ${what}`, 'gguf_offset');
  if (offset % alignment !== 0) {
    throw cursor.fail('gguf_offset', `${what} begins at ${offset}, no multiple of ${alignment}`);
  }
  return { name, shape: shape.toReversed(), type, offset };
}
