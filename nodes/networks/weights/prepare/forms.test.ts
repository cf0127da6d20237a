import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Precision, ScaleType } from '../../../runtime/precision.ts';
import { decodeAll } from '../decode-rows.ts';
import { linearForm } from '../linear-form.ts';
import { readTensor } from '../read-tensor.ts';
import { openSafetensors } from '../safetensors.ts';
import { f32, writeSafetensors, type Written } from '../safetensors.fixture.ts';
import { unitOf, type StoredType } from '../stored-types.ts';
import type { StoredTensor, WeightSource } from '../weight-source.ts';
import { convertToChannels, convertToGroups } from './convert-transposed.ts';
import { decodeForm, gaussian, relativeError } from './forms.fixture.ts';
import { prepare } from './prepare.ts';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'forms-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const MODULE = 'transformer_blocks.0.ff.net.0.proj';
const OUT = 160;
const INTO = 96;
const weights = gaussian(OUT * INTO, 7);
const source = (tensors: Record<string, Written>) =>
  openSafetensors(writeSafetensors(join(dir, 'w.safetensors'), tensors));
const layer = (values: Float32Array = weights) => ({
  [`${MODULE}.weight`]: f32([...values], [OUT, INTO]),
});
const prepared = (from: WeightSource, precision: Precision, scaleType: ScaleType = 'F32') =>
  prepare(from, precision, { dir, scaleType });

describe('a linear layer stands for its weights', () => {
  test.each([
    ['int8', 'F32', 'blocks', 0.006],
    ['int8', 'F16', 'blocks', 0.006],
    ['int4', 'F32', 'blocks', 0.082],
    ['int4', 'F16', 'blocks', 0.082],
    ['w8a8', 'F32', 'channels', 0.007],
    ['w4a8', 'F32', 'groups', 0.0845],
    ['fp16', 'F16', 'plain', 0.0003],
  ] as const)('in %s with scales in %s', async (precision, scaleType, kind, bound) => {
    const made = await prepared(source(layer()), precision, scaleType);
    expect(linearForm(made, MODULE)).toMatchObject({ kind, out: OUT, into: INTO });
    expect(relativeError(decodeForm(made, MODULE), weights)).toBeLessThan(bound);
  });

  test.each(['int8', 'int4', 'w8a8', 'w4a8', 'fp16'] as const)(
    'that are all zero, in %s',
    async (precision) => {
      const made = await prepared(source(layer(new Float32Array(OUT * INTO))), precision);
      expect(decodeForm(made, MODULE).every((value) => value === 0)).toBe(true);
    },
  );

  test.each(['fp16', 'int8', 'int4', 'w8a8', 'w4a8'] as const)(
    'that are scaled as a whole, in bf16 too, in %s',
    async (precision) => {
      const halves = Uint16Array.from(new Uint32Array(weights.buffer), (bits) => bits >>> 16);
      const name = `${MODULE}.weight`;
      const bytes = new Uint8Array(halves.buffer);
      const plain = source({ [name]: { dtype: 'BF16', shape: [OUT, INTO], bytes } });
      const stored = plain.tensors.get(name) as StoredTensor;
      const scaled = { ...plain, tensors: new Map([[name, { ...stored, scale: 0.5 }]]) };
      const made = decodeForm(await prepared(scaled, precision), MODULE);
      expect(relativeError(made, decodeAll({ ...stored, scale: 0.5 }))).toBeLessThan(0.1);
    },
  );

  test.each(['int4', 'w4a8'] as const)(
    'with fewer errors in %s than GGUF’s way makes',
    async (precision) => {
      const made = await prepared(source(layer()), precision);
      expect(relativeError(decodeForm(made, MODULE), weights)).toBeLessThan(
        0.985 * relativeError(asQ40(weights), weights),
      );
    },
  );

  test.each(['int8', 'int4', 'w8a8', 'w4a8'] as const)(
    'whose signs and sizes are as uneven as can be, in %s',
    async (precision) => {
      const uneven = weights.map((w, i) =>
        i % 37 === 0 ? 40 * w : i % 5 === 0 ? -Math.abs(w) : w / 100,
      );
      const made = await prepared(source(layer(uneven)), precision);
      expect(relativeError(decodeForm(made, MODULE), uneven)).toBeLessThan(0.15);
    },
  );

  test('in groups of whole factors up to 15', async () => {
    const made = await prepared(source(layer(weights.map((w, i) => w * (1 + (i % INTO))))), 'w4a8');
    const factors = readTensor(made, `${MODULE}.weight.groups`).data;
    expect(factors.every((f) => Number.isInteger(f) && Math.abs(f) >= 1 && Math.abs(f) <= 15)).toBe(
      true,
    );
  });
});

/** One scale a block, by which the largest is -8: llama.cpp's `quantize_row_q4_0_ref`. */
function asQ40(values: Float32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += 32) {
    const block = values.subarray(from, from + 32);
    const d = block.reduce((max, w) => (Math.abs(w) > Math.abs(max) ? w : max), 0) / -8;
    block.forEach((w, i) => (out[from + i] = (Math.min(15, Math.floor(w / d + 8.5)) - 8) * d));
  }
  return out;
}

describe('GGUF’s blocks', () => {
  const stored = (type: StoredType): StoredTensor => {
    const file = join(dir, 'blocks.bin');
    const { bytes } = unitOf(type);
    const blocks = (OUT * INTO) / 32;
    const data = Buffer.from(
      Uint8Array.from({ length: blocks * bytes }, (_, i) => (i * 151 + (i >> 8)) & 255),
    );
    for (let b = 0; b < blocks; b++) {
      const scale = Uint16Array.of(0x1000 + 17 * b + (b % 2 ? 0x8000 : 0));
      data.set(new Uint8Array(scale.buffer), b * bytes);
    }
    writeFileSync(file, Buffer.concat([Buffer.alloc(7), data]));
    // Two runs, as where halves are swapped.
    const half = data.length / 2;
    const spans = [
      { offset: 7 + half, length: half },
      { offset: 7, length: half },
    ];
    return { name: `${MODULE}.weight`, type, shape: [OUT, INTO], file, spans };
  };
  const networkOf = (tensor: StoredTensor): WeightSource => ({
    ...source({ other: f32([1]) }),
    tensors: new Map([[tensor.name, tensor]]),
  });

  test.each([
    ['Q8_0', 'int8', 'F32'],
    ['Q8_0', 'int8', 'F16'],
    ['Q4_0', 'int4', 'F32'],
    ['Q4_0', 'int4', 'F16'],
    ['Q4_0', 'int8', 'F16'],
    ['Q5_0', 'int8', 'F32'],
    ['IQ4_NL', 'int8', 'F16'],
    ['Q8_0', 'fp32', 'F32'],
  ] as const)(
    '%s are the same numbers in %s with scales in %s',
    async (type, precision, scaleType) => {
      const tensor = stored(type);
      const made = await prepared(networkOf(tensor), precision, scaleType);
      expect(decodeForm(made, MODULE)).toEqual(decodeAll(tensor));
    },
  );

  test('whose scale is not finite are refused', async () => {
    const tensor = stored('Q8_0');
    const offset = tensor.spans[0]?.offset ?? NaN;
    const bytes = readFileSync(tensor.file);
    writeFileSync(tensor.file, bytes.fill(0xff, offset, offset + 2));
    await expect(prepared(networkOf(tensor), 'int8')).rejects.toMatchObject({
      code: 'weights_not_finite',
    });
  });

  test('go through float32 to fewer bits', async () => {
    const tensor = stored('Q8_0');
    const made = await prepared(networkOf(tensor), 'int4');
    expect(relativeError(decodeForm(made, MODULE), decodeAll(tensor))).toBeLessThan(0.1);
  });
});

test.each([
  ['channels', convertToChannels],
  ['groups', convertToGroups],
] as const)('%s larger than what is held are made in bands', (_, convert) => {
  const stored = source(layer()).tensors.get(`${MODULE}.weight`) as StoredTensor;
  const parts = (held?: number) => {
    const made = [new Uint8Array(OUT * INTO), new Uint8Array(4 * OUT), new Uint8Array(OUT * INTO)];
    convert(stored, (part, at, bytes) => made[part]?.set(bytes, at), held);
    return made;
  };
  expect(parts(1000)).toEqual(parts());
});
