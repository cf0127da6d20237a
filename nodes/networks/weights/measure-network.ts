import type { NetworkSize, WeightCount } from '../../runtime/plan/network-size.ts';
import type { Precision } from '../../runtime/precision.ts';
import { sizeOf } from '../../tensor.ts';
import { isInBlocks, roleOf } from './prepare/role.ts';
import { isPlain, type StoredType } from './stored-types.ts';
import type { WeightSource } from './weight-source.ts';

/** Blocks that a graph reads as they are; all others lose next to nothing in 8 bit. */
const EXACT: Partial<Record<StoredType, Precision>> = {
  Q8_0: 'int8',
  Q5_0: 'int8',
  IQ4_NL: 'int8',
  Q4_0: 'int4',
};

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
  const exact = mostly && EXACT[mostly];
  return {
    label: weights.label,
    blocks: blocks satisfies readonly WeightCount[],
    stored: exact ?? (mostly === undefined || isPlain(mostly) ? null : 'int8'),
    isExact: exact !== undefined,
    largest,
    loraBytes,
  };
}
