import type { Tensor } from '../../tensor.ts';
import { readRows } from '../weights/read-rows.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/**
 * Token ids of equally long sequences as rows of the token table, [batch, length, width]. Looked up on the host: the tables
 * are the largest tensors of the encoders (T5-XXL: 251 MiB), and a prompt needs a few rows of them.
 * @throws UserError `weights_rows` when an id is beyond the table
 */
export function embedTokens(
  weights: WeightSource,
  table: string,
  sequences: readonly (readonly number[])[],
): Tensor {
  const { data, shape } = readRows(weights, table, sequences.flat());
  return { data, shape: [sequences.length, sequences[0]?.length ?? 0, shape[1] ?? 0] };
}
