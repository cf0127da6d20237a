/** Reads the header of a .safetensors file; the weights themselves are never read here. */
import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import type { StoredTensor, WeightSource, StoredType } from './weight-source.ts';

interface HeaderEntry {
  readonly dtype: StoredType;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export function openSafetensors(path: string): WeightSource {
  const file = realpathSync(path);
  const fd = openSync(file, 'r');
  try {
    const { size, mtimeMs } = fstatSync(fd);
    const prefix = Buffer.alloc(8);
    readSync(fd, prefix, 0, 8, 0);
    const headerLength = Number(prefix.readBigUInt64LE());
    const header = Buffer.alloc(headerLength);
    readSync(fd, header, 0, headerLength, 8);
    const { __metadata__: metadata = {}, ...entries } = JSON.parse(
      header.toString('utf8'),
    ) as Record<string, HeaderEntry> & {
      __metadata__?: Record<string, string>;
    };
    const tensors = new Map<string, StoredTensor>();
    for (const [
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ] of Object.entries(entries)) {
      tensors.set(name, {
        name,
        type: dtype,
        shape,
        file,
        offset: 8 + headerLength + from,
        length: to - from,
      });
    }
    return { label: path, identity: `${size}:${mtimeMs}`, tensors, metadata, config: null };
  } finally {
    closeSync(fd);
  }
}
