import type { ScaleType } from '../../../runtime/precision.ts';
import type { StoredTensor } from '../weight-source.ts';
import { BLOCK, toBlocks4, toBlocks8 } from './blocks.ts';
import { bytesOf } from './convert-plain.ts';
import type { WritePart } from './convert-tensor.ts';
import { areFinite } from './finite.ts';
import { repackable, repackRows, type CodedRows } from './repack.ts';
import { rowChunks } from './row-chunks.ts';

/** @returns whether all scales fit their type */
export function convertToBlocks(
  stored: StoredTensor,
  bits: 4 | 8,
  scaleType: ScaleType,
  write: WritePart,
): boolean {
  const [, width = 0] = stored.shape;
  const quantise = bits === 8 ? toBlocks8 : toBlocks4;
  const round = scaleType === 'F16' ? Math.f16round : Math.fround;
  const rows = repackable(stored, bits) ? repackRows(stored, bits) : quantised();
  for (const { from, codes, scales } of rows) {
    if (!areFinite(scales)) return false;
    const block = (from * width) / BLOCK;
    write(0, (block * BLOCK * bits) / 8, codes);
    const stored = scaleType === 'F16' ? Float16Array.from(scales) : scales;
    write(1, block * stored.BYTES_PER_ELEMENT, bytesOf(stored));
  }
  return true;

  function* quantised(): Generator<CodedRows> {
    let codes = new Uint8Array(0);
    let scales = new Float32Array(0);
    for (const { from, weights } of rowChunks(stored, 1)) {
      const blocks = weights.length / BLOCK;
      if (scales.length !== blocks) {
        scales = new Float32Array(blocks);
        codes = new Uint8Array((weights.length * bits) / 8);
      }
      quantise(weights, codes, scales, round);
      yield { from, codes, scales };
    }
  }
}
