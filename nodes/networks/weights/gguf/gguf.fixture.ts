import { writeFileSync } from 'node:fs';

/** Text, a uint32, or the number of a type and what follows it. */
export type GgufValue = string | number | Buffer;

/** The elements of an array, encoded: of type 0 uint8, 5 int32, 6 float32 or 8 text. */
export function ggufArray(type: number, count: number, elements: Uint8Array): Buffer {
  return Buffer.concat([u32(9), u32(type), u64(count), elements]);
}

/** One tensor to write: ggml's number of its type, its shape (slowest first) and its bytes. */
export interface GgufWritten {
  readonly type: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export const u32 = (n: number): Buffer => Buffer.from(Uint32Array.of(n).buffer);
export const u64 = (n: bigint | number): Buffer =>
  Buffer.from(BigUint64Array.of(BigInt.asUintN(64, BigInt(n))).buffer);
export const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
};

export function ggufF32(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): GgufWritten {
  return { type: 0, shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** The bytes of a whole file of version 3, aligned to 32. */
export function ggufBytes(
  tensors: Readonly<Record<string, GgufWritten>>,
  values: Readonly<Record<string, GgufValue>> = {},
): Buffer {
  const entries = Object.entries(tensors);
  const keys = Object.entries(values).flatMap(([key, value]) => [text(key), ...encoded(value)]);
  const padded = entries.map(([, { bytes }]) => pad(Buffer.from(bytes)));
  let offset = 0;
  const infos = entries.flatMap(([name, { type, shape }], i) => {
    const at = offset;
    offset += padded[i]?.length ?? 0;
    const dims = shape.toReversed().map(u64);
    return [text(name), u32(shape.length), ...dims, u32(type), u64(at)];
  });
  const counts = [u64(entries.length), u64(Object.keys(values).length)];
  const header = Buffer.concat([Buffer.from('GGUF'), u32(3), ...counts, ...keys, ...infos]);
  return Buffer.concat([pad(header), ...padded]);
}

function encoded(value: GgufValue): readonly Buffer[] {
  if (Buffer.isBuffer(value)) return [value];
  return typeof value === 'string' ? [u32(8), text(value)] : [u32(4), u32(value)];
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);
}

export function writeGguf(path: string, ...file: Parameters<typeof ggufBytes>): string {
  writeFileSync(path, ggufBytes(...file));
  return path;
}
