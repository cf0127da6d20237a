import { UserError } from '../../errors.ts';
import type { Tensor } from '../../tensor.ts';
import { checkUnchanged } from './check-unchanged.ts';
import { readTensor } from './read-tensor.ts';
import { unitOf } from './stored-types.ts';
import type { WeightSource } from './weight-source.ts';

/**
 * Rows of a table [..., width] in the order asked for, as float32 [indices, width]; only these are read from the file.
 * @throws UserError `weights_missing`, `weights_rows`, `weights_changed`
 */
export function readRows(weights: WeightSource, name: string, indices: readonly number[]): Tensor {
  checkUnchanged(weights);
  const table = weights.tensors.get(name);
  const start = table?.spans[0];
  if (!table || !start) return readTensor(weights, name);
  const width = table.shape.at(-1) ?? 0;
  const unit = unitOf(table.type);
  const bytes = (width / unit.elements) * unit.bytes;
  const count = start.length / bytes;
  const beyond = indices.find((row) => row >= count);
  if (beyond !== undefined) {
    throw new UserError(
      'weights_rows',
      `${weights.label}: "${name}" has ${count} rows; row ${beyond} was asked for.`,
      'The tokenizer belongs to another model: put the files of one model together.',
    );
  }
  const spans = indices.map((row) => ({ offset: start.offset + row * bytes, length: bytes }));
  const rows = { ...table, shape: [indices.length, width], spans };
  return readTensor({ ...weights, tensors: new Map([[name, rows]]) }, name);
}
