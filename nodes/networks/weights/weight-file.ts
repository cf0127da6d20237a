import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import type { WeightFile } from './weight-source.ts';

/** A file of weights while its header is read. */
export interface OpenFile extends WeightFile {
  /** Up to `length` bytes from `offset` on; fewer at the end of the file. */
  readonly read: (offset: number, length: number) => Uint8Array<ArrayBuffer>;
}

/**
 * A symlink (as in a Hugging Face cache) is followed: ONNX Runtime refuses weight files that lie behind one.
 * @throws UserError `weights_unreadable`
 */
export function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  const { real, fd } = opened(path);
  try {
    const { size, mtimeMs, ino } = fstatSync(fd);
    return use({
      path: real,
      size,
      mtimeMs,
      inode: ino,
      read: (offset, length) => readUpTo(fd, offset, length),
    });
  } finally {
    closeSync(fd);
  }
}

function readUpTo(fd: number, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const n = readSync(fd, bytes, done, length - done, offset + done);
    if (n === 0) break;
    done += n;
  }
  return bytes.subarray(0, done);
}

function opened(path: string): { readonly real: string; readonly fd: number } {
  try {
    const real = realpathSync(path);
    if (statSync(real).isFile()) return { real, fd: openSync(real, 'r') };
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
    'Choose a .safetensors or .gguf file.',
  );
}
