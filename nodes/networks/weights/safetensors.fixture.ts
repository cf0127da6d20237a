import { writeFileSync } from 'node:fs';

/** One tensor of a file to write: its entry in the header, and its bytes. */
export interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export function f32(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): Written {
  return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** A header text with the 8 bytes of its length before it, and what follows. */
export function fileBytes(header: string, data: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(header, 'utf8');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** A whole file; headers are padded to 8 bytes, as safetensors' own writer does. */
export function safetensorsBytes(
  tensors: Readonly<Record<string, Written>>,
  metadata?: Readonly<Record<string, string>>,
): Buffer {
  let end = 0;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [end, (end += bytes.length)] };
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8, ' ');
  return fileBytes(padded, Buffer.concat(Object.values(tensors).map(({ bytes }) => bytes)));
}

export function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, Written>>,
  metadata?: Readonly<Record<string, string>>,
): string {
  writeFileSync(path, safetensorsBytes(tensors, metadata));
  return path;
}
