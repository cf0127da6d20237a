import type { NetworkSize, WeightCount } from '../../runtime/plan/network-size.ts';
import { sizeOf } from '../../tensor.ts';
import { isInBlocks, roleOf } from './prepare/role.ts';
import { isPlain, type StoredType } from './stored-types.ts';
import type { WeightSource } from './weight-source.ts';

/** Blocks of 4 bit that a graph reads as they are; all others of at most 8 bit lose next to nothing in 8. */
const FOUR_BIT = 'Q4_0';

/**
 * Counts a network's weights by blocks, for the plan of its memory.
 * @param blockOf the block that a tensor belongs to; null: it is not loaded
 */
export function measureNetwork(
  weights: WeightSource,
  depth: number,
  blockOf: (tensor: string) => number | null,
  loraBytes: number,
): NetworkSize {
  const blocks = Array.from({ length: depth }, () => ({ linear: 0, plain: 0 }));
  let largest = 0;
  const byType = new Map<StoredType, number>();
  for (const tensor of weights.tensors.values()) {
    const block = blocks[blockOf(tensor.name) ?? -1];
    if (!block) continue;
    const elements = sizeOf(tensor.shape);
    const isLinear = isInBlocks(roleOf(tensor));
    block[isLinear ? 'linear' : 'plain'] += elements;
    if (!isLinear) continue;
    largest = Math.max(largest, elements);
    byType.set(tensor.type, (byType.get(tensor.type) ?? 0) + elements);
  }
  const [mostly] = [...byType].sort(([, a], [, b]) => b - a)[0] ?? [];
  return {
    label: weights.label,
    blocks: blocks satisfies readonly WeightCount[],
    stored: mostly === undefined || isPlain(mostly) ? null : mostly === FOUR_BIT ? 'int4' : 'int8',
    largest,
    loraBytes,
  };
}
