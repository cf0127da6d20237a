import { unitOf, type BlockType } from '../stored-types.ts';
import { decodeQ2K, decodeIq4Xs, decodeQ3K, decodeQ4K, decodeQ5K, decodeQ6K } from './decode-k.ts';
import {
  decodeIq4Nl,
  decodeQ40,
  decodeQ41,
  decodeQ50,
  decodeQ51,
  decodeQ8,
  type DecodeBlock,
} from './decode-legacy.ts';

const DECODERS: Readonly<Record<BlockType, DecodeBlock>> = {
  Q4_0: decodeQ40,
  Q4_1: decodeQ41,
  Q5_0: decodeQ50,
  Q5_1: decodeQ51,
  Q8_0: decodeQ8,
  Q2_K: decodeQ2K,
  Q3_K: decodeQ3K,
  Q4_K: decodeQ4K,
  Q5_K: decodeQ5K,
  Q6_K: decodeQ6K,
  IQ4_NL: decodeIq4Nl,
  IQ4_XS: decodeIq4Xs,
};

/** Whole blocks as float32, bit for bit as the `gguf` package of Python dequantises them. */
export function decodeBlocks(type: BlockType, bytes: Uint8Array): Float32Array {
  const unit = unitOf(type);
  const decode = DECODERS[type];
  const out = new Float32Array((bytes.length / unit.bytes) * unit.elements);
  for (let at = 0, to = 0; at < bytes.length; at += unit.bytes, to += unit.elements) {
    decode(bytes, at, out, to);
  }
  return out;
}
