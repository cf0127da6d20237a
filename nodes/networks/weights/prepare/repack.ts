/**
 * GGUF's blocks of 32 with one scale, as our blocks hold them: the same whole numbers and the same scale, nothing is rounded.
 * Source of their layout: github.com/ggml-org/ggml, src/ggml-common.h.
 */
import { IQ4_VALUES } from '../gguf/decode-legacy.ts';
import { halfAt } from '../half.ts';
import { readSpans } from '../read-bytes.ts';
import { unitOf } from '../stored-types.ts';
import type { StoredTensor } from '../weight-source.ts';
import { BLOCK } from './blocks.ts';
import { byteRange } from './byte-range.ts';
import { requireFinite } from './finite.ts';

/** Rows of codes and scales as the graph wants them. */
export interface CodedRows {
  readonly from: number;
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
}

const READ_AT_ONCE = 2 ** 20;
const SCALE_BYTES = 2;
const HALF = BLOCK / 2;

/** Writes the codes of the block at byte `at` from byte `to` on. */
type RepackBlock = (bytes: Uint8Array, at: number, codes: Uint8Array, to: number) => void;

const signedBytes: RepackBlock = (bytes, at, codes, to) => {
  for (let i = 0; i < BLOCK; i++) codes[to + i] = (bytes[at + i] as number) ^ 0x80;
};

/** GGUF keeps elements i and i + 16 in one byte, we keep i and i + 1. */
const nibbles: RepackBlock = (bytes, at, codes, to) => {
  for (let i = 0; i < HALF; i += 2) {
    const first = bytes[at + i] as number;
    const second = bytes[at + i + 1] as number;
    codes[to + i / 2] = (first & 15) | ((second & 15) << 4);
    codes[to + (HALF + i) / 2] = (first >> 4) | (second & 0xf0);
  }
};

const nibblesAsBytes: RepackBlock = (bytes, at, codes, to) => {
  for (let i = 0; i < HALF; i++) {
    const pair = bytes[at + i] as number;
    codes[to + i] = 120 + (pair & 15);
    codes[to + HALF + i] = 120 + (pair >> 4);
  }
};

/** The fifth bits come first, in four bytes. */
const fiveBitsAsBytes: RepackBlock = (bytes, at, codes, to) => {
  for (let i = 0; i < HALF; i++) {
    const pair = bytes[at + 4 + i] as number;
    const shift = i & 7;
    const low = ((bytes[at + (i >> 3)] as number) >> shift) & 1;
    const high = ((bytes[at + 2 + (i >> 3)] as number) >> shift) & 1;
    codes[to + i] = 112 + ((pair & 15) | (low << 4));
    codes[to + HALF + i] = 112 + ((pair >> 4) | (high << 4));
  }
};

const tableAsBytes: RepackBlock = (bytes, at, codes, to) => {
  for (let i = 0; i < HALF; i++) {
    const pair = bytes[at + i] as number;
    codes[to + i] = 128 + (IQ4_VALUES[pair & 15] as number);
    codes[to + HALF + i] = 128 + (IQ4_VALUES[pair >> 4] as number);
  }
};

const REPACK: Readonly<Record<4 | 8, Partial<Record<string, RepackBlock>>>> = {
  4: { Q4_0: nibbles },
  8: {
    Q8_0: signedBytes,
    Q4_0: nibblesAsBytes,
    Q5_0: fiveBitsAsBytes,
    IQ4_NL: tableAsBytes,
  },
};

export function repackable({ type }: Pick<StoredTensor, 'type'>, bits: 4 | 8): boolean {
  return REPACK[bits][type] !== undefined;
}

/** @throws UserError `weights_truncated`, `weights_not_finite` */
export function* repackRows(stored: StoredTensor, bits: 4 | 8): Generator<CodedRows> {
  const repack = REPACK[bits][stored.type];
  if (!repack) throw new Error(`${stored.type} is not repacked to ${bits} bits`);
  const [rows = 0, width = 0] = stored.shape;
  const unit = unitOf(stored.type);
  const rowBytes = (width / BLOCK) * unit.bytes;
  const most = Math.max(1, Math.floor(READ_AT_ONCE / rowBytes));
  for (let from = 0; from < rows; from += most) {
    const length = Math.min(most, rows - from) * rowBytes;
    const bytes = readSpans(stored.file, byteRange(stored.spans, from * rowBytes, length));
    const coded = repackBlocks(bytes, unit.bytes, bits, repack);
    requireFinite(stored, coded.scales);
    yield { from, ...coded };
  }
}

function repackBlocks(bytes: Uint8Array, unitBytes: number, bits: 4 | 8, repack: RepackBlock) {
  const blocks = bytes.length / unitBytes;
  const codeBytes = (BLOCK * bits) / 8;
  const codes = new Uint8Array(blocks * codeBytes);
  const scales = new Float32Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const at = block * unitBytes;
    scales[block] = halfAt(bytes, at);
    repack(bytes, at + SCALE_BYTES, codes, block * codeBytes);
  }
  return { codes, scales };
}
