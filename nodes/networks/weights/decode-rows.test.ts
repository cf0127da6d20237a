import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeAll, decodeRows } from './decode-rows.ts';
import { openWeights } from './open-weights.ts';
import { readTensor } from './read-tensor.ts';
import { halvesSwapped, rowPart, rowRange, type StoredTensor } from './weight-source.ts';

const folder = join(import.meta.dirname, '../../../tests/goldens/stored');
const blocks = openWeights(join(folder, 'blocks.gguf'));
const codes = openWeights(join(folder, 'codes.safetensors'));

function referenceOf(file: string, name: string): Float32Array {
  return readTensor(openWeights(join(folder, file)), name).data;
}

function storedAs(source: typeof blocks, name: string): StoredTensor {
  return source.tensors.get(name) as StoredTensor;
}

/** All of it, rows in the middle, and the last row as a tensor of its own. */
function parts(stored: StoredTensor): Float32Array[] {
  const last = rowRange(stored, 'last', (stored.shape[0] ?? 1) - 1, 1);
  return [decodeAll(stored), decodeRows(stored, 1, 2), decodeAll(last)];
}

function partsOf(values: Float32Array, rows = 1): Float32Array[] {
  const width = values.length / rows;
  return [values, values.subarray(width, 3 * width), values.subarray(-width)];
}

describe('GGUF blocks are bit for bit what the gguf package reads', () => {
  test.each([...blocks.tensors.keys()])('%s', (name) => {
    const stored = storedAs(blocks, name);
    const expected = referenceOf('blocks.safetensors', name);
    expect(parts(stored)).toEqual(partsOf(expected, stored.shape[0]));
  });
});

describe('4-bit codes are bit for bit what bitsandbytes reads', () => {
  test.each(['nf4', 'nf4.nested', 'fp4', 'fp4.nested'])('%s', (name) => {
    const stored = storedAs(codes, `${name}.weight`);
    const expected = referenceOf('codes.expected.safetensors', name);
    expect(stored).toMatchObject({ type: name.slice(0, 3).toUpperCase(), shape: [176, 96] });
    expect(parts(stored)).toEqual(partsOf(expected, 176));
    // Rows of 96 in blocks of 64: a half begins in the middle of a block.
    const odd = rowPart(rowRange(stored, 'odd', 1, 174), 'odd', 1, 2);
    expect(decodeRows(odd, 0, 87)).toEqual(expected.subarray(88 * 96, 175 * 96));
    const swapped = decodeAll(halvesSwapped(stored, 'swapped'));
    expect(swapped).toEqual(
      Float32Array.from([...expected.subarray(88 * 96), ...expected.subarray(0, 88 * 96)]),
    );
  });

  test('int8', () => {
    const expected = referenceOf('codes.expected.safetensors', 'int8');
    const values = decodeAll(storedAs(codes, 'int8.weight'));
    const errors = expected.map((value, i) => Math.abs(value - (values[i] ?? NaN)));
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });

  test('their scales are no tensors of the network', () => {
    expect([...codes.tensors.keys()].toSorted()).toEqual([
      'fp4.nested.weight',
      'fp4.weight',
      'int8.weight',
      'nf4.nested.weight',
      'nf4.weight',
      'plain.weight',
    ]);
  });
});

test('rows that are not there are an error', () => {
  expect(() => decodeRows(storedAs(blocks, 'Q8_0'), 2, 2)).toThrow(RangeError);
});

test('rows that begin or end within a block are refused', () => {
  const stored = storedAs(blocks, 'Q8_0');
  const narrow = { ...stored, shape: [decodeAll(stored).length / 16, 16] };
  expect(decodeAll(rowRange(narrow, 'whole blocks', 2, 4))).toEqual(decodeRows(narrow, 2, 4));
  expect(() => rowRange(narrow, 'half a block', 1, 2)).toThrow(/no rows for half a block/);
});
