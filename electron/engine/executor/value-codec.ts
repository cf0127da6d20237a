/**
 * Plain values with float32 arrays in them as a .safetensors file: the arrays are its tensors, the rest is JSON in its
 * metadata, where an array stands as `{ "$tensor": name }`. A digest tells whether the file is whole.
 * Format: https://huggingface.co/docs/safetensors
 */
import { createHash } from 'node:crypto';

const FORMAT = 'taca-node-result-2';
const TENSOR = '$tensor';

/** Null when the value holds what the file cannot. */
export function encodeValue(value: unknown): Uint8Array | null {
  const arrays: Float32Array[] = [];
  let isPlain = true;
  const json = JSON.stringify(value, (_key, item: unknown) => {
    if (item instanceof Float32Array) return { [TENSOR]: arrays.push(item) - 1 };
    if (!isJson(item)) isPlain = false;
    return isPlain ? item : null;
  });
  if (!isPlain || json === undefined) return null;

  const lengths = arrays.map((array) => array.byteLength);
  const tensors: Record<string, TensorEntry> = {};
  let offset = 0;
  for (const [i, length] of lengths.entries()) {
    tensors[String(i)] = {
      dtype: 'F32',
      shape: [length / 4],
      data_offsets: [offset, offset + length],
    };
    offset += length;
  }
  const data = Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)));
  const digest = digestOf(json, tensors, data);
  const text = JSON.stringify({
    __metadata__: { format: FORMAT, value: json, digest },
    ...tensors,
  });
  const head = Buffer.from(text + ' '.repeat(-Buffer.byteLength(text) & 7));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([prefix, head, data]);
}

/** Null when the file is not what `encodeValue` wrote. */
export function decodeValue(file: Uint8Array): unknown {
  try {
    return decode(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  } catch {
    return null;
  }
}

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

interface Metadata {
  readonly format: string;
  readonly value: string;
  readonly digest: string;
}

function decode(file: Buffer): unknown {
  const start = 8 + Number(file.readBigUInt64LE());
  const { __metadata__, ...rest } = JSON.parse(file.toString('utf8', 8, start)) as {
    __metadata__: Metadata;
  };
  const tensors = rest as Record<string, TensorEntry>;
  const { format, value, digest } = __metadata__;
  const data = file.subarray(start);
  if (format !== FORMAT || digest !== digestOf(value, tensors, data)) return null;
  return JSON.parse(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !(TENSOR in item)) return item;
    const [from, to] = tensors[String(item[TENSOR])]?.data_offsets ?? [0, 0];
    return new Float32Array(Uint8Array.from(data.subarray(from, to)).buffer);
  });
}

function digestOf(json: string, tensors: Record<string, TensorEntry>, data: Buffer): string {
  return createHash('sha256')
    .update(json)
    .update(JSON.stringify(tensors))
    .update(data)
    .digest('hex');
}

function isJson(item: unknown): boolean {
  if (typeof item === 'number') return Number.isFinite(item);
  if (typeof item !== 'object' || item === null) {
    return (
      item === null || item === undefined || typeof item === 'string' || typeof item === 'boolean'
    );
  }
  const prototype: unknown = Object.getPrototypeOf(item);
  return (Array.isArray(item) || prototype === Object.prototype) && !(TENSOR in item);
}
