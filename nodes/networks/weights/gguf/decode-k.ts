/**
 * GGUF's super-blocks of 256, whose sub-blocks have small scales of their own: each function writes 256 numbers.
 * Source: github.com/ggml-org/ggml, src/ggml-quants.c, `dequantize_row_*`.
 */
import { halfAt } from '../half.ts';
import { IQ4_VALUES, type DecodeBlock } from './decode-legacy.ts';

const { fround } = Math;
const SIZE = 256;

/** 16 scales and minima of 4 bits, 2-bit codes, d, dmin. */
export const decodeQ2K: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at + 80);
  const dMin = halfAt(bytes, at + 82);
  for (let sub = 0; sub < 16; sub++) {
    const packed = bytes[at + sub] ?? 0;
    const scale = fround(d * (packed & 15));
    const min = fround(dMin * (packed >> 4));
    const codes = at + 16 + 32 * (sub >> 3) + 16 * (sub & 1);
    const shift = 2 * ((sub >> 1) & 3);
    for (let i = 0; i < 16; i++) {
      out[to + 16 * sub + i] = fround(scale * (((bytes[codes + i] ?? 0) >> shift) & 3)) - min;
    }
  }
};

/** A high bit each (set: no offset), 2-bit codes, 16 scales of 6 bits, d. */
export const decodeQ3K: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at + 108);
  for (let sub = 0; sub < 16; sub++) {
    const low = ((bytes[at + 96 + (sub & 7)] ?? 0) >> (4 * (sub >> 3))) & 15;
    const high = ((bytes[at + 104 + (sub & 3)] ?? 0) >> (2 * (sub >> 2))) & 3;
    const scale = fround(d * ((low | (high << 4)) - 32));
    const codes = at + 32 + 32 * (sub >> 3) + 16 * (sub & 1);
    const shift = 2 * ((sub >> 1) & 3);
    const mask = at + 16 * (sub & 1);
    for (let i = 0; i < 16; i++) {
      const code = ((bytes[codes + i] ?? 0) >> shift) & 3;
      const isSet = ((bytes[mask + i] ?? 0) >> (sub >> 1)) & 1;
      out[to + 16 * sub + i] = scale * (isSet ? code : code - 4);
    }
  }
};

/** Scale `sub` of the eight pairs of 6 bits in 12 bytes that Q4_K and Q5_K share. */
function scaleAt(bytes: Uint8Array, at: number, sub: number): number {
  if (sub < 4) return (bytes[at + sub] ?? 0) & 63;
  return ((bytes[at + 4 + sub] ?? 0) & 15) | (((bytes[at + sub - 4] ?? 0) >> 2) & 48);
}

function minAt(bytes: Uint8Array, at: number, sub: number): number {
  if (sub < 4) return (bytes[at + 4 + sub] ?? 0) & 63;
  return ((bytes[at + 4 + sub] ?? 0) >> 4) | (((bytes[at + sub] ?? 0) >> 2) & 48);
}

/** d, dmin, packed scales, 4-bit codes. */
export const decodeQ4K: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  const dMin = halfAt(bytes, at + 2);
  for (let sub = 0; sub < 8; sub++) {
    const scale = fround(d * scaleAt(bytes, at + 4, sub));
    const min = fround(dMin * minAt(bytes, at + 4, sub));
    const codes = at + 16 + 32 * (sub >> 1);
    const shift = 4 * (sub & 1);
    for (let i = 0; i < 32; i++) {
      out[to + 32 * sub + i] = fround(scale * (((bytes[codes + i] ?? 0) >> shift) & 15)) - min;
    }
  }
};

/** As Q4_K, with a fifth bit each before the codes. */
export const decodeQ5K: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  const dMin = halfAt(bytes, at + 2);
  for (let sub = 0; sub < 8; sub++) {
    const scale = fround(d * scaleAt(bytes, at + 4, sub));
    const min = fround(dMin * minAt(bytes, at + 4, sub));
    const codes = at + 48 + 32 * (sub >> 1);
    const shift = 4 * (sub & 1);
    for (let i = 0; i < 32; i++) {
      const high = ((bytes[at + 16 + i] ?? 0) >> sub) & 1;
      const code = (((bytes[codes + i] ?? 0) >> shift) & 15) | (high << 4);
      out[to + 32 * sub + i] = fround(scale * code) - min;
    }
  }
};

/** Lower 4 bits, upper 2 bits, 16 scales of 8 bits, d. */
export const decodeQ6K: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at + 208);
  for (let i = 0; i < SIZE; i++) {
    const half = i >> 7;
    const low = (bytes[at + 64 * half + (i & 63)] ?? 0) >> (4 * ((i >> 6) & 1));
    const high = (bytes[at + 128 + 32 * half + (i & 31)] ?? 0) >> (2 * ((i >> 5) & 3));
    const scale = fround(d * (((bytes[at + 192 + (i >> 4)] ?? 0) << 24) >> 24));
    out[to + i] = scale * (((low & 15) | ((high & 3) << 4)) - 32);
  }
};

/** d, upper 2 and lower 4 bits of 8 scales, 4-bit codes of a table. */
export const decodeIq4Xs: DecodeBlock = (bytes, at, out, to) => {
  const d = halfAt(bytes, at);
  const high = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8);
  for (let sub = 0; sub < 8; sub++) {
    const low = (bytes[at + 4 + (sub >> 1)] ?? 0) >> (4 * (sub & 1));
    const scale = fround(d * (((low & 15) | (((high >> (2 * sub)) & 3) << 4)) - 32));
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 8 + 16 * sub + i] ?? 0;
      out[to + 32 * sub + i] = scale * (IQ4_VALUES[pair & 15] ?? NaN);
      out[to + 32 * sub + 16 + i] = scale * (IQ4_VALUES[pair >> 4] ?? NaN);
    }
  }
};
