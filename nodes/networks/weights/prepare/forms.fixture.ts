/** What a converted linear layer stands for, for tests. */
import { linearForm } from '../linear-form.ts';
import { readTensor } from '../read-tensor.ts';
import type { WeightSource } from '../weight-source.ts';

/** The weight [out, in] of a module in any form. */
export function decodeForm(source: WeightSource, module: string): Float32Array {
  const name = `${module}.weight`;
  const form = linearForm(source, module);
  const read = (suffix = '') => readTensor(source, `${name}${suffix}`).data;
  const codes = read();
  if (form.kind === 'plain') return codes;
  const scales = read('.scales');
  const { out, into } = form;
  const at = (i: number) => ({ row: Math.floor(i / into), column: i % into });
  const values = new Float32Array(out * into);
  const fill = (value: (i: number) => number) => values.forEach((_, i) => (values[i] = value(i)));
  const code = (i: number) => codes[i] as number;
  const scale = (i: number) => scales[i] as number;
  if (form.kind === 'blocks') {
    const unpacked = (i: number) => (form.bits === 8 ? code(i) - 128 : nibble(code(i >> 1), i) - 8);
    fill((i) => unpacked(i) * scale(Math.floor(i / form.block)));
  } else if (form.kind === 'channels') {
    fill((i) => code(at(i).column * out + at(i).row) * scale(at(i).row));
  } else {
    const factors = read('.groups');
    fill((i) => {
      const { row, column } = at(i);
      const place = column * out + row;
      const int4 = (nibble(code(place >> 1), place) << 28) >> 28;
      return int4 * (factors[Math.floor(column / 32) * out + row] as number) * scale(row);
    });
  }
  return values;
}

function nibble(pair: number, i: number): number {
  return i % 2 === 0 ? pair & 15 : pair >> 4;
}

/** Root of the mean square of the difference, over that of what was expected. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  let error = 0;
  let energy = 0;
  for (const [i, value] of expected.entries()) {
    error += (value - (actual[i] as number)) ** 2;
    energy += value ** 2;
  }
  return Math.sqrt(error / energy);
}

/** Gaussian numbers, the same every time. */
export function gaussian(count: number, seed: number): Float32Array {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return Float32Array.from(
    { length: count },
    () => 0.02 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
