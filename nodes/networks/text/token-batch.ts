import type { Ints } from '../../runtime/session.ts';

/** Token ids of equally long sequences as the networks' `input_ids` [batch, length]. */
export function tokenBatch(sequences: readonly (readonly number[])[]): Ints {
  const length = sequences[0]?.length ?? 0;
  return {
    ints: BigInt64Array.from(sequences.flat(), BigInt),
    shape: [sequences.length, length],
  };
}
