import type { Target } from '../../runtime/device.ts';
import { bytesInMemory } from '../weights/bytes-in-memory.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import type { BlockRange } from './block-range.ts';

interface Depths {
  readonly depth: number;
  /** Of FLUX: single blocks are counted behind these. */
  readonly doubleBlocks?: number;
}

const BLOCK = /^(single_)?transformer_blocks\.(\d+)\./;

/** What the weights of some blocks take on a device; the first range has the embedders', too, and the last the output layer's. */
export function bytesOfRange(
  weights: WeightSource,
  { depth, doubleBlocks = depth }: Depths,
  { from, to }: BlockRange,
  target: Pick<Target, 'arithmetic'>,
): number {
  let bytes = 0;
  for (const [name, tensor] of weights.tensors) {
    const [, single, index] = BLOCK.exec(name) ?? [];
    const isLast = /^(norm_out|proj_out)\./.test(name);
    const outside = isLast ? depth - 1 : 0;
    const block = index === undefined ? outside : Number(index) + (single ? doubleBlocks : 0);
    if (block >= from && block < to) bytes += bytesInMemory(tensor, target);
  }
  return bytes;
}
