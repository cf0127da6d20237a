/** Opens a .safetensors file by its header; the weights themselves are never read here. */
import { createHash } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { foreignFile } from './foreign-file.ts';
import { parseHeader } from './safetensors-header.ts';
import { withFile, type OpenFile } from './weight-file.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

const LENGTH_BYTES = 8;
/** Headers of 8-billion-parameter models take well under 1 MiB. */
const MAX_HEADER = 32 * 1024 * 1024;
const OPEN_BRACE = 0x7b;

/** @throws UserError with a code of its own for every way the file can be wrong */
export function openSafetensors(path: string): WeightSource {
  return withFile(path, (file) => sourceOf(path, file));
}

/** Whether a file that begins so may be one, going by the place of its header. */
export function startsSafetensors(start: Uint8Array): boolean {
  return start[LENGTH_BYTES] === OPEN_BRACE;
}

function sourceOf(path: string, file: OpenFile): WeightSource {
  const { read: _, ...known } = file;
  const header = readHeader(file, path);
  const dataStart = LENGTH_BYTES + header.length;
  const { tensors, metadata } = parseHeader(path, header, file.size - dataStart);
  const hash = createHash('sha256').update(header).digest('hex');
  return {
    label: path,
    identity: `${file.size}:${file.mtimeMs}:${file.inode}:${hash}`,
    files: [known],
    tensors: new Map(
      tensors.map(({ name, type, shape, from, to }): [string, StoredTensor] => {
        const spans = [{ offset: dataStart + from, length: to - from }];
        return [name, { name, type, shape, file: file.path, spans }];
      }),
    ),
    metadata,
    config: null,
  };
}

function readHeader({ size, read }: OpenFile, path: string): Uint8Array {
  const start = read(0, 512);
  const foreign = () => foreignFile(path, start);
  if (size <= LENGTH_BYTES) {
    throw new UserError(
      'weights_too_small',
      `${path} is ${size} bytes long, too short for weights.`,
      'The download is incomplete; download it again.',
    );
  }
  const length = new DataView(start.buffer).getBigUint64(0, true);
  if (length > size - LENGTH_BYTES || length > MAX_HEADER) {
    throw (
      foreign() ??
      new UserError(
        'weights_header_length',
        `${path} claims a header of ${length} bytes; the file has ${size} bytes and headers up to ${MAX_HEADER} are read.`,
        'This is no .safetensors file, or the download is incomplete; download it again.',
      )
    );
  }
  if (!startsSafetensors(start)) {
    const other = foreign();
    if (other) throw other;
  }
  return read(LENGTH_BYTES, Number(length));
}
