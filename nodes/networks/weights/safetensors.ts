/** Opens a .safetensors file by its header; the weights themselves are never read here. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { foreignFile } from './foreign-file.ts';
import { parseHeader } from './safetensors-header.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

const LENGTH_BYTES = 8;
/** Headers of 8-billion-parameter models take well under 1 MiB. */
const MAX_HEADER = 32 * 1024 * 1024;
const OPEN_BRACE = 0x7b;

/**
 * A symlink (as in a Hugging Face cache) is followed: ONNX Runtime refuses weight files that lie behind one.
 * @throws UserError with a code of its own for every way the file can be wrong
 */
export function openSafetensors(path: string): WeightSource {
  const file = realFile(path);
  const fd = openSync(file, 'r');
  try {
    const { size, mtimeMs, ino } = fstatSync(fd);
    const header = readHeader(fd, path, size);
    const dataStart = LENGTH_BYTES + header.length;
    const { tensors, metadata } = parseHeader(path, header, size - dataStart);
    const hash = createHash('sha256').update(header).digest('hex');
    return {
      label: path,
      identity: `${size}:${mtimeMs}:${ino}:${hash}`,
      files: [{ path: file, size, mtimeMs, inode: ino }],
      tensors: new Map(
        tensors.map(({ name, type, shape, from, to }): [string, StoredTensor] => [
          name,
          { name, type, shape, file, spans: [{ offset: dataStart + from, length: to - from }] },
        ]),
      ),
      metadata,
      config: null,
    };
  } finally {
    closeSync(fd);
  }
}

function realFile(path: string): string {
  try {
    const file = realpathSync(path);
    if (statSync(file).isFile()) return file;
  } catch (error) {
    throw new UserError(
      'weights_unreadable',
      `${path} cannot be opened (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
      'Check that the file is there and may be read; a link may point to a file that was removed.',
      { cause: error },
    );
  }
  throw new UserError(
    'weights_unreadable',
    `${path} is not a file.`,
    'Choose a .safetensors file.',
  );
}

function readHeader(fd: number, path: string, size: number): Uint8Array {
  const start = new Uint8Array(512);
  const got = readSync(fd, start, 0, start.length, 0);
  const foreign = () => foreignFile(path, start.subarray(0, got));
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
  if (start[LENGTH_BYTES] !== OPEN_BRACE) {
    const other = foreign();
    if (other) throw other;
  }
  const header = new Uint8Array(Number(length));
  let done = 0;
  while (done < header.length) {
    const n = readSync(fd, header, done, header.length - done, LENGTH_BYTES + done);
    if (n === 0) break;
    done += n;
  }
  return header.subarray(0, done);
}
