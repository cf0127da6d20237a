const OBJECT_BYTES = 64;

/** Estimate of the memory behind a value: whole buffers, each once, plus a little for every object on the way. */
export function bytesOf(value: unknown): number {
  const seen = new Set<object>();
  const left: unknown[] = [value];
  let bytes = 0;
  while (left.length > 0) {
    const item = left.pop();
    if (typeof item === 'string') bytes += item.length;
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    if (ArrayBuffer.isView(item)) left.push(item.buffer);
    else if (item instanceof ArrayBuffer || item instanceof SharedArrayBuffer) {
      bytes += item.byteLength;
    } else {
      bytes += OBJECT_BYTES;
      for (const member of membersOf(item)) left.push(member);
    }
  }
  return bytes;
}

function membersOf(item: object): Iterable<unknown> {
  if (Array.isArray(item) || item instanceof Set) return item as Iterable<unknown>;
  return item instanceof Map ? item.values() : Object.values(item);
}
