/** Not TextDecoder's "latin1", which is Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

export function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export function startsWith(bytes: Uint8Array, start: readonly number[], at = 0): boolean {
  return start.every((byte, i) => bytes[at + i] === byte);
}

/** Thrown when inflated bytes go beyond their limit. */
export class TooMuch extends Error {}

/**
 * Bytes of a zlib stream; null when it is none.
 * @throws TooMuch beyond `limit` bytes
 */
export async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array | null> {
  const stream = new Blob([new Uint8Array(bytes)])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of readAll(stream)) {
      size += part.length;
      if (size > limit) throw new TooMuch();
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof TooMuch) throw error;
    return null;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
