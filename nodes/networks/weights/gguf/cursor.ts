import { UserError } from '../../../errors.ts';
import type { OpenFile } from '../weight-file.ts';

const WINDOW = 256 * 1024;
/** A vocabulary of 256,000 words takes about 10 MB. */
const MAX_HEADER = 64 * 1024 * 1024;

/** Goes through the header of a file in windows; no length in it is believed before it is compared with what is left. */
export class Cursor {
  at = 0;
  private window = new Uint8Array(0);
  private windowAt = 0;
  private readonly file: Pick<OpenFile, 'size' | 'read'>;
  private readonly label: string;

  constructor(file: Pick<OpenFile, 'size' | 'read'>, label: string) {
    this.file = file;
    this.label = label;
  }

  u32(what: string): number {
    return this.view(4, what).getUint32(0, true);
  }

  /** @throws UserError `code` for what no JavaScript number can count */
  u64(what: string, code: string): number {
    const value = this.view(8, what).getBigUint64(0, true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    throw this.fail(code, `${what} is ${value}`);
  }

  /** Text of up to `most` bytes. */
  text(what: string, most: number): string {
    const length = this.u64(`the length of ${what}`, 'gguf_string');
    if (length > most || length > this.left()) {
      throw this.fail(
        'gguf_string',
        `${what} claims ${length} bytes; ${this.left()} are left, and ${most} are allowed`,
      );
    }
    const bytes = this.take(length, what);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.fail('gguf_text', `${what} is not UTF-8 text`);
    }
  }

  view(length: number, what: string): DataView {
    const bytes = this.take(length, what);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  skip(length: number, what: string): void {
    if (length > this.file.size - this.at) throw this.ended(what);
    this.at += length;
    if (this.at > MAX_HEADER) {
      throw this.fail('gguf_header_length', `the header is longer than ${MAX_HEADER} bytes`);
    }
  }

  /** Bytes that may still belong to the header. */
  left(): number {
    return Math.min(this.file.size, MAX_HEADER) - this.at;
  }

  fail(code: string, what: string, cure = DOWNLOAD_AGAIN): UserError {
    return new UserError(code, `${this.label}: ${what}.`, cure);
  }

  private take(length: number, what: string): Uint8Array {
    const start = this.at;
    this.skip(length, what);
    if (start < this.windowAt || this.at > this.windowAt + this.window.length) {
      const most = Math.min(Math.max(length, WINDOW), this.file.size - start);
      this.window = this.file.read(start, most);
      this.windowAt = start;
    }
    const bytes = this.window.subarray(start - this.windowAt, this.at - this.windowAt);
    if (bytes.length < length) throw this.ended(what);
    return bytes;
  }

  private ended(what: string): UserError {
    return this.fail(
      'gguf_truncated',
      `the file ends within its header, at ${what}`,
      'The download is incomplete; download it again.',
    );
  }
}

const DOWNLOAD_AGAIN = 'The file is damaged or was written wrongly; download it again.';
