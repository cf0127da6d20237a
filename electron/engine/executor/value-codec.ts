/**
 * Plain values with float32 arrays in them as a .safetensors file: the arrays are its tensors, the rest is JSON in its
 * metadata, where an array stands as `{ "$tensor": name }`. A digest tells whether the file is whole.
 * Format: https://huggingface.co/docs/safetensors
 */
import { hash } from 'node:crypto';

const FORMAT = 'taca-node-result-1';
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
  const header: Record<string, unknown> = {};
  let offset = 0;
  for (const [i, length] of lengths.entries()) {
    header[String(i)] = {
      dtype: 'F32',
      shape: [length / 4],
      data_offsets: [offset, offset + length],
    };
    offset += length;
  }
  const data = Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength)));
  const digest = digestOf(json, data);
  const text = JSON.stringify({ __metadata__: { format: FORMAT, value: json, digest }, ...header });
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

interface Header {
  readonly __metadata__: {
    readonly format: string;
    readonly value: string;
    readonly digest: string;
  };
  readonly [tensor: string]: unknown;
}

function decode(file: Buffer): unknown {
  const start = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, start)) as Header;
  const { format, value, digest } = header.__metadata__;
  const data = file.subarray(start);
  if (format !== FORMAT || digest !== digestOf(value, data)) return null;
  return JSON.parse(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !(TENSOR in item)) return item;
    const tensor = header[String(item[TENSOR])] as { data_offsets: [number, number] };
    const bytes = Uint8Array.from(data.subarray(...tensor.data_offsets));
    return new Float32Array(bytes.buffer);
  });
}

function digestOf(json: string, data: Buffer): string {
  return hash('sha256', Buffer.concat([Buffer.from(json), data]));
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
