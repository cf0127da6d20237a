import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue } from './value-codec.ts';

const value = {
  CONDITIONING: [
    { embeds: { data: Float32Array.of(1, -0, 3e-40, 4), shape: [1, 2, 2] }, pooled: null },
    { embeds: { data: new Float32Array(0), shape: [0] }, strength: 0.5, note: 'ä🙂' },
  ],
};

function encoded(): Uint8Array {
  return encodeValue(value) as Uint8Array;
}

test('gives back what was written, bit for bit', () => {
  expect(decodeValue(encoded())).toEqual(value);
});

test('writes a slice of a larger buffer alone', () => {
  const slice = new Float32Array(1000).subarray(10, 12);
  expect(encodeValue([slice])?.length).toBeLessThan(500);
});

test('is laid out as a safetensors file', () => {
  const file = Buffer.from(encoded());
  const length = Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
  expect(header['0']).toEqual({ dtype: 'F32', shape: [4], data_offsets: [0, 16] });
  expect(length % 8).toBe(0);
  expect(file.length).toBe(8 + length + 16);
});

describe('does not write what it could not read back', () => {
  test.each<[string, unknown]>([
    ['functions', { f: () => 1 }],
    ['instances', { map: new Map() }],
    ['other arrays', { ids: new Int32Array(2) }],
    ['numbers that JSON lacks', { x: NaN }],
    ['big integers', { x: 1n }],
    ['its own sign for an array', { x: { $tensor: 0 } }],
  ])('%s', (_name, odd) => {
    expect(encodeValue(odd)).toBeNull();
  });
});

test('reads no damaged file: any byte flipped, any length', () => {
  const file = encoded();
  for (let i = 0; i < file.length; i++) {
    const flipped = Uint8Array.from(file);
    flipped[i] = (flipped[i] ?? 0) ^ 1;
    expect([null, value]).toContainEqual(decodeValue(flipped));
    expect(decodeValue(file.subarray(0, i))).toBeNull();
  }
});
