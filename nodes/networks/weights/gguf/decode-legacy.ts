/**
 * GGUF's blocks of 32 with one scale: each function writes 32 numbers.
 * Source: github.com/ggml-org/ggml, src/ggml-quants.c, `dequantize_row_*`.
 */
import { halfAt } from '../half.ts';

/** Decodes the block that begins at byte `at` into `out` from `to` on, in float32 arithmetic. */
export type DecodeBlock = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void;

const { fround } = Math;
/** What the codes of IQ4_NL and IQ4_XS stand for. */
export const IQ4_VALUES = Int8Array.of(
  -127,
  -104,
  -83,
  -65,
  -49,
  -35,
  -22,
  -10,
  1,
  13,
  25,
  38,
  53,
  69,
  89,
  113,
);

export const decodeQ8: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  for (let i = 0; i < 32; i++) out[to + i] = d * (((bytes[at + 2 + i] ?? 0) << 24) >> 24);
};

export const decodeQ40: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 2 + i] ?? 0;
    out[to + i] = d * ((pair & 15) - 8);
    out[to + 16 + i] = d * ((pair >> 4) - 8);
  }
};

export const decodeQ41: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  const min = halfAt(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 4 + i] ?? 0;
    out[to + i] = fround(d * (pair & 15)) + min;
    out[to + 16 + i] = fround(d * (pair >> 4)) + min;
  }
};

/** Bit 4 of element `i`, in place. */
function fifthBit(bytes: Uint8Array, at: number, i: number): number {
  return (((bytes[at + (i >> 3)] ?? 0) >> (i & 7)) & 1) << 4;
}

export const decodeQ50: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 6 + i] ?? 0;
    out[to + i] = d * (((pair & 15) | fifthBit(bytes, at + 2, i)) - 16);
    out[to + 16 + i] = d * (((pair >> 4) | fifthBit(bytes, at + 2, i + 16)) - 16);
  }
};

export const decodeQ51: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  const min = halfAt(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 8 + i] ?? 0;
    out[to + i] = fround(d * ((pair & 15) | fifthBit(bytes, at + 4, i))) + min;
    out[to + 16 + i] = fround(d * ((pair >> 4) | fifthBit(bytes, at + 4, i + 16))) + min;
  }
};

export const decodeIq4Nl: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  for (let i = 0; i < 16; i++) {
    const pair = bytes[at + 2 + i] ?? 0;
    out[to + i] = d * (IQ4_VALUES[pair & 15] ?? NaN);
    out[to + 16 + i] = d * (IQ4_VALUES[pair >> 4] ?? NaN);
  }
};
