/** ggml's Q4_0 and Q8_0 of bfloat16 values. Source: ggml-quants.c, quantize_row_q4_0_ref and quantize_row_q8_0_ref. */

/** Values that share a scale. */
export const BLOCK = 32;
export const BLOCK_BYTES = { Q4_0: 18, Q8_0: 34 } as const;

const SIGN = 0x8000;
const MIDDLE = BLOCK / 2;

/** A block's scale in 2 bytes, then its values as whole multiples of it in a byte each. */
export function quantiseQ8_0(bits: Uint16Array): Uint8Array {
  const values = widen(bits);
  const blocks = bits.length / BLOCK;
  const bytes = new Uint8Array(blocks * BLOCK_BYTES.Q8_0);
  const scales = new Float16Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    const scale = Math.fround(Math.abs(values[largestOf(bits, from)] as number) / 127);
    const inverse = scale > 0 ? Math.fround(1 / scale) : 0;
    scales[block] = scale;
    const to = block * BLOCK_BYTES.Q8_0 + 2;
    for (let i = 0; i < BLOCK; i++) {
      bytes[to + i] = (Math.fround((values[from + i] as number) * inverse) + 128.5) | 0;
      (bytes[to + i] as number) -= 128;
    }
  }
  return withScales(bytes, scales);
}

/** A block's scale in 2 bytes, then two values a byte, which lie half a block apart, the first in the low bits. */
export function quantiseQ4_0(bits: Uint16Array): Uint8Array {
  const values = widen(bits);
  const blocks = bits.length / BLOCK;
  const bytes = new Uint8Array(blocks * BLOCK_BYTES.Q4_0);
  const scales = new Float16Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * BLOCK;
    const scale = (values[largestOf(bits, from)] as number) / -8;
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    scales[block] = scale;
    const to = block * BLOCK_BYTES.Q4_0 + 2;
    for (let i = 0; i < MIDDLE; i++) {
      const low = ((values[from + i] as number) * inverse + 8.5) | 0;
      const high = ((values[from + MIDDLE + i] as number) * inverse + 8.5) | 0;
      bytes[to + i] = (low > 15 ? 15 : low) | ((high > 15 ? 15 : high) << 4);
    }
  }
  return withScales(bytes, scales);
}

function widen(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
  return new Float32Array(words.buffer);
}

/** Where the first value of largest size lies in a block. */
function largestOf(bits: Uint16Array, from: number): number {
  let size = -1;
  let at = from;
  for (let i = from; i < from + BLOCK; i++) {
    const own = (bits[i] as number) & (SIGN - 1);
    if (own <= size) continue;
    size = own;
    at = i;
  }
  return at;
}

function withScales(bytes: Uint8Array, scales: Float16Array): Uint8Array {
  const stored = new Uint8Array(scales.buffer);
  const stride = bytes.length / scales.length;
  for (let block = 0; block < scales.length; block++) {
    bytes[block * stride] = stored[2 * block] as number;
    bytes[block * stride + 1] = stored[2 * block + 1] as number;
  }
  return bytes;
}
