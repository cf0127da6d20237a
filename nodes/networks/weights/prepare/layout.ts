/** Where each part lies in the converted file, a .safetensors file that is known before its data. */
import { BYTES_PER_ELEMENT } from '../stored-types.ts';
import type { Part } from './plan.ts';

export interface Layout {
  /** The bytes before the data. */
  readonly header: Uint8Array;
  /** From the start of the file, by the part's name. */
  readonly offsets: ReadonlyMap<string, number>;
  /** Of the whole file. */
  readonly size: number;
}

const LENGTH_BYTES = 8;
const PAGE = 4096;
/** What vector instructions and memory mappings like best. */
const LINE = 64;

/** Parts follow each other without holes, as the format wants; those that would put others out of line come last. */
export function layOut(parts: readonly Part[], metadata: Readonly<Record<string, string>>): Layout {
  const offsets = new Map<string, number>();
  const entries: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const { name, type, shape, bytes } of parts.toSorted((a, b) => lateness(a) - lateness(b))) {
    offsets.set(name, end);
    entries[name] = { dtype: type, shape, data_offsets: [end, (end += bytes)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(entries));
  const start = Math.ceil((LENGTH_BYTES + text.length) / PAGE) * PAGE;
  const header = new Uint8Array(start).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  header.set(text, LENGTH_BYTES);
  for (const [name, offset] of offsets) offsets.set(name, start + offset);
  return { header, offsets, size: start + end };
}

function lateness({ type, bytes }: Part): number {
  return bytes % LINE === 0 ? 0 : 9 - BYTES_PER_ELEMENT[type];
}
