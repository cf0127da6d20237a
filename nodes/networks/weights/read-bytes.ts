import { closeSync, openSync, readSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import type { Span } from './weight-source.ts';

/**
 * The bytes of a file's spans, one after another.
 * @param bytes gets them, as many as there are
 * @throws UserError `weights_truncated` when the file ends before
 */
export function readSpans(
  file: string,
  spans: readonly Span[],
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(
    spans.reduce((sum, { length }) => sum + length, 0),
  ),
): Uint8Array<ArrayBuffer> {
  const fd = openSync(file, 'r');
  try {
    let done = 0;
    for (const { offset, length } of spans) {
      readSpan(fd, file, bytes.subarray(done, done + length), offset);
      done += length;
    }
  } finally {
    closeSync(fd);
  }
  return bytes;
}

function readSpan(fd: number, file: string, into: Uint8Array, offset: number): void {
  for (let done = 0; done < into.length;) {
    const n = readSync(fd, into, done, into.length - done, offset + done);
    if (n === 0) {
      throw new UserError(
        'weights_truncated',
        `${file} ended early.`,
        'The file changed or is incomplete; download it again.',
      );
    }
    done += n;
  }
}
