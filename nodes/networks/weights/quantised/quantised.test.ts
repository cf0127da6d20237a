import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seeded, type Random } from '../../../../tests/mutate.ts';
import { UserError } from '../../../errors.ts';
import { openWeights } from '../open-weights.ts';
import { readRows } from '../read-rows.ts';
import { readTensor } from '../read-tensor.ts';
import { f32, fileBytes, writeSafetensors, type Written } from '../safetensors.fixture.ts';
import { halvesSwapped, rowPart, subSource } from '../weight-source.ts';
import { decodeAll } from '../decode-rows.ts';
import { refuseQuantised } from './refuse-quantised.ts';

const folder = mkdtempSync(join(tmpdir(), 'quantised-'));
afterAll(() => rmSync(folder, { recursive: true }));

const open = (tensors: Readonly<Record<string, Written>>) =>
  openWeights(writeSafetensors(join(folder, 'file.safetensors'), tensors));
const json = (value: unknown): Written => {
  const bytes = Buffer.from(JSON.stringify(value));
  return { dtype: 'U8', shape: [bytes.length], bytes };
};
const u8 = (values: readonly number[], shape = [values.length], dtype = 'U8'): Written => ({
  dtype,
  shape,
  bytes: Uint8Array.from(values),
});
// 1, 2, -0.5, 0 as E4M3.
const fp8 = u8([0x38, 0x40, 0xb0, 0], [2, 2], 'F8_E4M3');
const plain = [1, 2, -0.5, 0];

describe('scaled fp8', () => {
  const threefold = plain.map((value) => value * 3);

  test.each([
    ['scale_weight', '', f32([3])],
    ['scale_weight', 'model.diffusion_model.', f32([3], [])],
    ['weight_scale', 'text_encoders.t5xxl.transformer.', f32([3], [1, 1])],
  ])('with %s below "%s" is multiplied', (leaf, prefix, scale) => {
    const source = open({
      [`${prefix}scaled_fp8`]: u8([0, 0], [2], 'F8_E4M3'),
      [`${prefix}a.weight`]: fp8,
      [`${prefix}a.${leaf}`]: scale,
      [`${prefix}a.scale_input`]: f32([7]),
      [`${prefix}b.weight`]: fp8,
    });
    expect([...readTensor(source, `${prefix}a.weight`).data]).toEqual(threefold);
    expect([...readTensor(source, `${prefix}b.weight`).data]).toEqual(plain);
    expect([...readRows(source, `${prefix}a.weight`, [1]).data]).toEqual(threefold.slice(2));
    const second = rowPart(source.tensors.get(`${prefix}a.weight`)!, 'second', 1, 2);
    expect([...decodeAll(second)]).toEqual(threefold.slice(2));
    expect(source.tensors.size).toBe(2);
    expect(() => refuseQuantised(source)).not.toThrow();
  });

  test('of E5M2 by its comfy_quant is multiplied', () => {
    const source = open({
      'a.weight': u8([0x3c, 0x40], [1, 2], 'F8_E5M2'),
      'a.weight_scale': f32([0.5], []),
      'a.comfy_quant': json({ format: 'float8_e5m2' }),
    });
    expect([...readTensor(source, 'a.weight').data]).toEqual([0.5, 1]);
  });

  test('without scales is plain', () => {
    const source = open({ scaled_fp8: u8([0], [1], 'F8_E4M3'), 'a.weight': fp8 });
    expect([...readTensor(source, 'a.weight').data]).toEqual(plain);
  });
});

describe('scales of rows', () => {
  test.each([
    ['[rows]', f32([3, 5])],
    ['[rows, 1]', f32([3, 5], [2, 1])],
  ])('of fp8, as %s, are multiplied', (_, scales) => {
    const source = open({ 'a.weight': fp8, 'a.weight_scale': scales });
    expect([...readTensor(source, 'a.weight').data]).toEqual([3, 6, -2.5, 0]);
    expect([...readRows(source, 'a.weight', [1, 0]).data]).toEqual([-2.5, 0, 3, 6]);
    const second = rowPart(source.tensors.get('a.weight')!, 'second', 1, 2);
    expect([...decodeAll(second)]).toEqual([-2.5, 0]);
    const swapped = halvesSwapped(source.tensors.get('a.weight')!, 'swapped');
    expect([...decodeAll(swapped)]).toEqual([-2.5, 0, 3, 6]);
    expect(() => refuseQuantised(source)).not.toThrow();
  });

  test('of LLM.int8() are multiplied', () => {
    const source = open({
      'a.weight': u8([127, 129, 0, 64], [2, 2], 'I8'),
      'a.SCB': f32([2, 127]),
      'a.weight_format': u8([0], []),
    });
    expect([...readTensor(source, 'a.weight').data]).toEqual([2, -2, 0, 64]);
    expect([...source.tensors.keys()]).toEqual(['a.weight']);
  });
});

describe('refuses by name', () => {
  test.each([
    ['nvfp4', { 'a.weight': u8([1, 2], [1, 2]), 'a.comfy_quant': json({ format: 'nvfp4' }) }],
    [
      'int8_tensorwise',
      {
        'a.weight': u8([1, 2], [1, 2], 'I8'),
        'a.weight_scale': f32([1], []),
        'a.comfy_quant': json({ format: 'int8_tensorwise', convrot: true }),
      },
    ],
    ['block-scaled fp8 or int8', { 'a.weight': fp8, 'a.weight_scale': f32([1, 2, 3, 4], [2, 2]) }],
    ['block-scaled fp8 or int8', { 'a.weight': u8([1], [1, 1], 'I8'), 'a.weight_scale': f32([1]) }],
    [
      'LLM.int8() of bitsandbytes',
      { 'a.weight': u8([1, 2], [1, 2], 'I8'), 'a.SCB': f32([1]), 'a.weight_format': u8([1], []) },
    ],
    ['I8', { 'a.weight': u8([1], [1, 1], 'I8') }],
  ])('%s', (method, tensors: Readonly<Record<string, Written>>) => {
    expect(() => refuseQuantised(open(tensors))).toThrow(`holds ${method}`);
  });
});

test('refuses a format that the header names, of a network that has the layer', () => {
  const layers = { 'net.a': { format: 'nvfp4' }, 'net.b': { format: 'float8_e4m3fn' } };
  const metadata = { _quantization_metadata: JSON.stringify({ layers }) };
  const path = join(folder, 'named.safetensors');
  const tensors = { 'net.a.weight': fp8, 'net.b.weight': fp8, 'other.c.weight': fp8 };
  const source = openWeights(writeSafetensors(path, tensors, metadata));
  expect(() => refuseQuantised(subSource(source, 'net.'))).toThrow('holds nvfp4 weights');
  expect(() => refuseQuantised(subSource(source, 'other.'))).not.toThrow();
  for (const odd of ['{', '[]', '{"layers":7}', '{"layers":{"net.a":null}}']) {
    const damaged = { ...source, metadata: { _quantization_metadata: odd } };
    expect(() => refuseQuantised(damaged)).not.toThrow();
  }
});

describe('damaged NF4', () => {
  const state = { quant_type: 'nf4', blocksize: 64, dtype: 'float32', shape: [2, 64] };
  const whole = {
    'a.weight': u8(
      Array.from({ length: 64 }, () => 0),
      [64, 1],
    ),
    'a.weight.absmax': f32([1, 2]),
    'a.weight.quant_map': f32(Array.from({ length: 16 }, (_, i) => i)),
    'a.weight.quant_state.bitsandbytes__nf4': json(state),
  };
  const withState = (changes: object) => ({
    ...whole,
    'a.weight.quant_state.bitsandbytes__nf4': json({ ...state, ...changes }),
  });

  test('is read when whole', () => {
    expect(open(whole).tensors.get('a.weight')).toMatchObject({ type: 'NF4', shape: [2, 64] });
  });

  test.each([
    ['another shape', withState({ shape: [4, 64] })],
    ['a shape that is none', withState({ shape: [2, -64] })],
    ['a shape beyond numbers', withState({ shape: [2 ** 40, 2 ** 40] })],
    ['no size of blocks', withState({ blocksize: 0 })],
    ['nested scales that are not there', withState({ nested_blocksize: 256, nested_offset: 0 })],
    ['a state that is no JSON', { ...whole, 'a.weight.quant_state.bitsandbytes__nf4': u8([1, 2]) }],
    ['a state of megabytes', withState({ padding: 'x'.repeat(5000) })],
    ['too few scales', { ...whole, 'a.weight.absmax': f32([1]) }],
    ['a map of other size', { ...whole, 'a.weight.quant_map': f32([1]) }],
  ])('with %s is refused', (_, tensors) => {
    const fail = () => open(tensors);
    expect(fail).toThrow(UserError);
    expect(fail).toThrow(expect.objectContaining({ code: 'weights_codes' }));
  });
});

interface Entry {
  dtype: string;
  shape: number[];
  readonly data_offsets: readonly [number, number];
}

/** A valid header of another file: entries under each other's names, of other types and shapes, over the same bytes. */
function shuffled(header: Readonly<Record<string, Entry>>, random: Random): Record<string, Entry> {
  const tensors = structuredClone(header) as Record<string, Entry>;
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  for (let n = 0; n < 3; n++) {
    const [name, other] = [pick(Object.keys(tensors)), pick(Object.keys(tensors))];
    const [entry, another] = [tensors[name] as Entry, tensors[other] as Entry];
    const [type, size] = pick([
      ['F32', 4],
      ['U8', 1],
      ['I8', 1],
      ['BF16', 2],
      ['F8_E4M3', 1],
    ] as const);
    const bytes = entry.data_offsets[1] - entry.data_offsets[0];
    if (random() < 0.5) Object.assign(tensors, { [name]: another, [other]: entry });
    else if (bytes % size === 0) Object.assign(entry, { dtype: type, shape: [bytes / size] });
  }
  return tensors;
}

test.each(['codes', 'flux_scaled', 'flux_nf4'])(
  'headers like that of %s give a UserError, or tensors that can be read',
  (name) => {
    const stored = join(import.meta.dirname, '../../../../tests/goldens/stored');
    const bytes = readFileSync(join(stored, `${name}.safetensors`));
    const end = 8 + Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString('utf8', 8, end)) as Record<string, Entry>;
    const random = seeded(5);
    const path = join(folder, 'fuzz.safetensors');
    const codes = new Set<string>();
    for (let i = 0; i < 60; i++) {
      writeFileSync(path, fileBytes(JSON.stringify(shuffled(header, random)), bytes.subarray(end)));
      try {
        const source = openWeights(path);
        for (const tensor of source.tensors.values()) decodeAll(tensor);
        refuseQuantised(source);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        codes.add(error.code);
      }
    }
    expect([...codes].filter((code) => !/^weights_(codes|quantised)$/.test(code))).toEqual([]);
    expect(codes.size).toBeGreaterThan(0);
  },
);
