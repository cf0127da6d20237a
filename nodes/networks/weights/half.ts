/** Every float16, by its bits: a look-up is the quickest way to widen one. */
const HALVES = Float32Array.from(
  new Float16Array(Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).buffer),
);

/** The little-endian float16 at a byte. */
export function halfAt(bytes: Uint8Array, at: number): number {
  return HALVES[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? NaN;
}
