/** Reads one stored tensor into memory as float32: goldens, LoRA factors, latents. Networks never come this way. */
import { closeSync, openSync, readSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import type { Tensor } from '../../tensor.ts';
import { decodeE4M3, decodeE5M2 } from './float8.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

/** @throws UserError `weights_missing` */
export function readTensor(source: WeightSource, name: string): Tensor {
  const stored = source.tensors.get(name);
  if (!stored)
    throw new UserError(
      'weights_missing',
      `${source.label} has no tensor "${name}".`,
      'Download the file again.',
    );
  return { data: toFloat32(stored, readBytes(stored)), shape: stored.shape };
}

function readBytes({ file, spans }: StoredTensor): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(spans.reduce((sum, { length }) => sum + length, 0));
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

function toFloat32({ type }: StoredTensor, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { buffer } = bytes;
  switch (type) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'F16':
      return Float32Array.from(new Float16Array(buffer));
    case 'BF16': {
      const wide = new Uint32Array(buffer.byteLength / 2);
      new Uint16Array(buffer).forEach((half, i) => (wide[i] = half << 16));
      return new Float32Array(wide.buffer);
    }
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number);
    case 'I32':
      return Float32Array.from(new Int32Array(buffer));
    case 'I16':
      return Float32Array.from(new Int16Array(buffer));
    case 'I8':
      return Float32Array.from(new Int8Array(buffer));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes);
    case 'F8_E4M3':
      return decodeE4M3(bytes);
    case 'F8_E5M2':
      return decodeE5M2(bytes);
    default:
      return type satisfies never;
  }
}
