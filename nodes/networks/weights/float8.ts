/** The 8-bit floats of "FP8 Formats for Deep Learning", arXiv 2209.05433, table 1. */

const E4M3 = Float32Array.from({ length: 256 }, (_, byte) => {
  const sign = byte & 0x80 ? -1 : 1;
  const exponent = (byte >> 3) & 15;
  const fraction = byte & 7;
  if (exponent === 15 && fraction === 7) return NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -9 : (1 + fraction / 8) * 2 ** (exponent - 7));
});

/** 4 bits of exponent, 3 of fraction, no infinities. */
export function decodeE4M3(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = E4M3[bytes[i] as number] as number;
  return values;
}

/** 5 bits of exponent, 2 of fraction: the upper half of a float16. */
export function decodeE5M2(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) halves[i] = (bytes[i] as number) << 8;
  return new Float32Array(new Float16Array(halves.buffer));
}
