import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../../../tests/mutate.ts';
import { UserError } from '../../../errors.ts';
import { decodeAll } from '../decode-rows.ts';
import { transformerOf } from '../open-transformer.ts';
import { openWeights } from '../open-weights.ts';
import { readRows } from '../read-rows.ts';
import { readTensor } from '../read-tensor.ts';
import { f32, writeSafetensors } from '../safetensors.fixture.ts';
import type { OpenFile } from '../weight-file.ts';
import { ggufSource } from './open-gguf.ts';
import { ggufBytes, ggufF32, text, u32, u64, writeGguf } from './gguf.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'gguf-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'file.gguf');

function open(bytes: Uint8Array) {
  writeFileSync(path, bytes);
  return openWeights(path);
}

const two = { a: ggufF32([1, 2, 3, 4, 5, 6], [2, 3]), b: ggufF32([7]) };
const keys = { 'general.architecture': 'flux', 'general.file_type': 7 };

describe('a GGUF file', () => {
  test('gives its tensors, slowest dimension first, and its keys as metadata', () => {
    const source = open(ggufBytes(two, keys));
    expect(source.metadata).toEqual({ 'general.architecture': 'flux', 'general.file_type': '7' });
    expect(readTensor(source, 'a')).toEqual({
      data: Float32Array.of(1, 2, 3, 4, 5, 6),
      shape: [2, 3],
    });
    expect([...decodeAll(source.tensors.get('b')!)]).toEqual([7]);
  });

  test('is known by its first bytes under another name', () => {
    const named = writeGguf(join(folder, 'model.safetensors'), two);
    expect(openWeights(named).tensors.size).toBe(2);
  });

  test('may be a .safetensors by its bytes', () => {
    const named = writeSafetensors(join(folder, 'other.gguf'), { a: f32([1]) });
    expect(openWeights(named).tensors.size).toBe(1);
  });

  test('of version 2 is read', () => {
    const bytes = ggufBytes(two);
    bytes.writeUInt32LE(2, 4);
    expect(open(bytes).tensors.size).toBe(2);
  });

  test('changes its identity with its header', () => {
    const before = open(ggufBytes(two)).identity;
    expect(open(ggufBytes({ c: two.a, b: two.b })).identity).not.toBe(before);
  });

  test('gives a tensor the shape that it had before it was laid out in blocks', () => {
    const q8 = { type: 8, shape: [1, 64], bytes: new Uint8Array(68) };
    const told = (...shape: number[]) => {
      const bytes = ggufBytes({ a: q8 }, { 'comfy.gguf.orig_shape.a': 'x' });
      const at = bytes.indexOf('comfy.gguf.orig_shape.a') + 'comfy.gguf.orig_shape.a'.length;
      const array = [u32(9), u32(5), u64(shape.length), ...shape.map(u32)];
      const rest = bytes.subarray(at + 4 + 8 + 1, -96);
      const header = Buffer.concat([bytes.subarray(0, at), ...array, rest]);
      const end = header.lastIndexOf(u32(8)) + 4 + 8;
      const aligned = Buffer.alloc(Math.ceil(end / 32) * 32 + 96);
      header.copy(aligned, 0, 0, end);
      return open(aligned);
    };
    expect(told(4, 2, 8).tensors.get('a')?.shape).toEqual([4, 2, 8]);
    expect(() => told(4, 4, 8)).toThrow(/cannot have had the shape \[4, 4, 8\]/);
    expect(() => told(2 ** 32 - 8, 2 ** 32 - 8)).toThrow(/cannot have had the shape \[-8, -8\]/);
  });

  test('passes over arrays, of texts and of arrays', () => {
    const list = (type: number, count: number, ...items: Buffer[]) =>
      Buffer.concat([u32(type), u64(count), ...items]);
    const arrays = [
      [text('words'), u32(9), list(8, 2, text('one'), text('two'))],
      [text('numbers'), u32(9), list(4, 3, u32(1), u32(2), u32(3))],
      [text('nested'), u32(9), list(9, 1, list(0, 2, Buffer.of(1, 2)))],
    ].flat();
    const rest = ggufBytes({}).subarray(24, 24);
    const header = [Buffer.from('GGUF'), u32(3), u64(0), u64(3), ...arrays, rest];
    expect(open(Buffer.concat(header)).metadata).toEqual({});
  });
});

/** A header of one key and of one tensor, with parts of one's own. */
function raw({
  magic = 'GGUF',
  version = 3,
  tensors = u64(1),
  count = u64(0),
  values = [] as readonly Buffer[],
  name = text('a'),
  dims = [u32(1), u64(1)] as readonly Buffer[],
  type = 0,
  offset = u64(0),
  data = Buffer.alloc(64),
} = {}): Buffer {
  const start = [Buffer.from(magic), u32(version), tensors, count, ...values];
  const header = Buffer.concat([...start, name, ...dims, u32(type), offset]);
  return Buffer.concat([header, Buffer.alloc((32 - (header.length % 32)) % 32), data]);
}
const one = (key: string, type: number, ...value: Buffer[]) => ({
  count: u64(1),
  values: [text(key), u32(type), ...value],
});
const nested = (depth: number): Buffer =>
  depth === 0 ? u32(0) : Buffer.concat([u32(9), u64(1), nested(depth - 1), u64(0)]);

describe('bad input gets an error of its own, nothing being read but the header', () => {
  test.each<[code: string, what: string, bytes: Buffer]>([
    ['gguf_truncated', 'four bytes', Buffer.from('GGUF')],
    ['gguf_truncated', 'a header that ends early', raw().subarray(0, 50)],
    ['gguf_version', 'version 1', raw({ version: 1 })],
    ['gguf_version', 'version 0', raw({ version: 0 })],
    ['gguf_version', 'a version to come', raw({ version: 4 })],
    ['gguf_big_endian', 'big-endian', raw({ version: 0x03000000 })],
    ['gguf_tensors', '2^60 tensors', raw({ tensors: u64(2n ** 60n) })],
    ['gguf_tensors', '2^40 tensors', raw({ tensors: u64(2n ** 40n) })],
    ['gguf_tensors', 'more tensors than bytes', raw({ tensors: u64(1000) })],
    ['gguf_keys', '2^63 keys', raw({ count: u64(2n ** 63n) })],
    ['gguf_keys', '2^32 keys', raw({ count: u64(2n ** 32n) })],
    ['gguf_string', 'a key of 2^63 bytes', raw({ count: u64(1), values: [u64(2n ** 63n)] })],
    ['gguf_string', 'a name of 2^40 bytes', raw({ name: u64(2n ** 40n) })],
    ['gguf_string', 'a text of 2^63 bytes', raw(one('k', 8, u64(2n ** 63n)))],
    ['gguf_string', 'a text in an array', raw(one('k', 9, u32(8), u64(1), u64(2n ** 50n)))],
    [
      'gguf_text',
      'a name that is no UTF-8',
      raw({ name: Buffer.concat([u64(1), Buffer.of(255)]) }),
    ],
    ['gguf_array', 'an array of 2^63', raw(one('k', 9, u32(4), u64(2n ** 63n)))],
    ['gguf_array', 'an array of 2^50', raw(one('k', 9, u32(8), u64(2n ** 50n)))],
    ['gguf_array', 'arrays 64 deep', raw(one('k', 9, nested(64)))],
    ['gguf_value_type', 'a value type 77', raw(one('k', 77))],
    ['gguf_value_type', 'an array of value type 77', raw(one('k', 9, u32(77), u64(1)))],
    ['gguf_alignment', 'alignment 0', raw(one('general.alignment', 4, u32(0)))],
    ['gguf_alignment', 'alignment 24', raw(one('general.alignment', 4, u32(24)))],
    ['gguf_alignment', 'alignment 2^31', raw(one('general.alignment', 4, u32(2 ** 31)))],
    ['gguf_alignment', 'alignment in words', raw(one('general.alignment', 8, text('big')))],
    ['weights_type', 'tensor type 99', raw({ type: 99 })],
    ['weights_type', 'a type of language models', raw({ type: 16 })],
    ['gguf_shape', 'seven dimensions', raw({ dims: [u32(7)] })],
    ['gguf_shape', 'a side of 2^63', raw({ dims: [u32(1), u64(2n ** 63n)] })],
    ['gguf_shape', 'rows of half a block', raw({ dims: [u32(1), u64(16)], type: 8 })],
    [
      'weights_shape_overflow',
      '2^120 elements',
      raw({ dims: [u32(3), ...Array.from({ length: 3 }, () => u64(2n ** 40n))] }),
    ],
    ['gguf_offset', 'an offset of 2^63', raw({ offset: u64(2n ** 63n) })],
    ['gguf_offset', 'an offset off the alignment', raw({ offset: u64(8) })],
    ['weights_truncated', 'an offset beyond the file', raw({ offset: u64(2n ** 40n) })],
    ['weights_truncated', 'a tensor beyond the file', raw({ dims: [u32(1), u64(1000)] })],
    [
      'gguf_duplicate',
      'the same key twice',
      raw({
        count: u64(2),
        values: [text('k'), u32(0), Buffer.of(1), text('k'), u32(0), Buffer.of(1)],
      }),
    ],
    [
      'weights_lfs_pointer',
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
    ],
    ['weights_web_page', 'a web page', Buffer.from('<!doctype html><html></html>')],
    ['weights_pickle', 'a pickle', Buffer.from('PK\u0003\u0004 and more than eight bytes')],
    ['gguf_truncated', 'nothing', Buffer.alloc(0)],
    ['gguf_magic', 'another magic', raw({ magic: 'GGUE' })],
  ])('%s: %s', (code, _, bytes) => {
    const fail = () => open(bytes);
    expect(fail).toThrow(UserError);
    expect(fail).toThrow(expect.objectContaining({ code }));
  });

  test('gguf_duplicate: the same tensor twice', () => {
    const bytes = ggufBytes({ aa: two.a, ab: two.b });
    bytes.write('aa', bytes.indexOf('ab'));
    expect(() => open(bytes)).toThrow(/"aa" is listed twice/);
  });

  test('gguf_offset: tensors that overlap', () => {
    const bytes = ggufBytes({ a: two.a, b: two.a });
    bytes.writeBigUInt64LE(0n, bytes.lastIndexOf(u64(32)));
    expect(() => open(bytes)).toThrow(/"[ab]" overlaps/);
  });

  test('gguf_parts: one part of several', () => {
    expect(() => open(ggufBytes(two, { 'split.count': 2 }))).toThrow(/one of 2 parts/);
    expect(open(ggufBytes(two, { 'split.count': 1 })).tensors.size).toBe(2);
  });

  test('a file that was replaced since is not read', () => {
    const source = open(ggufBytes(two));
    writeFileSync(path, ggufBytes({ a: two.b }));
    expect(() => readRows(source, 'a', [0])).toThrow(/changed since it was opened/);
  });

  test('a language model is called so, whatever its types', () => {
    const iq2 = { type: 16, shape: [1, 256], bytes: new Uint8Array(66) };
    const bytes = ggufBytes({ 'blk.0.attn_q.weight': iq2 });
    expect(() => open(bytes)).toThrow(/is a language model/);
    const known = ggufBytes({ 'blk.0.attn_q.weight': two.a });
    expect(() => transformerOf(open(known))).toThrow(/is a language model/);
  });
});

function inMemory(bytes: Buffer): OpenFile {
  const read = (offset: number, length: number) =>
    new Uint8Array(bytes.subarray(offset, offset + length));
  return { path: 'fuzz', size: bytes.length, mtimeMs: 0, inode: 0, read };
}

test('2,000 mutated headers give a UserError, or tensors within the file', () => {
  const iq = { type: 8, shape: [2, 32], bytes: new Uint8Array(68) };
  const whole = ggufBytes({ ...two, c: iq }, { ...keys, 'general.alignment': 32 });
  const headerEnd = whole.length - 3 * 32 - 64;
  const random = seeded(3);
  const odd = [
    0n,
    1n,
    8n,
    31n,
    2n ** 31n,
    2n ** 32n,
    2n ** 40n,
    2n ** 53n,
    2n ** 63n,
    2n ** 64n - 1n,
  ];
  const pick = (count: number) => Math.floor(random() * count);
  for (let i = 0; i < 2000; i++) {
    const bytes = Buffer.from(whole);
    for (let n = pick(3); n >= 0; n--) {
      const at = 4 + pick(headerEnd - 12);
      if (random() < 0.4) bytes.writeUInt8(pick(256), at);
      else if (random() < 0.5)
        bytes.writeUInt32LE(Number(BigInt.asUintN(32, odd[pick(10)] ?? 0n)), at);
      else bytes.writeBigUInt64LE(BigInt.asUintN(64, odd[pick(10)] ?? 0n), at);
    }
    const cut = random() < 0.1 ? bytes.subarray(0, pick(bytes.length)) : bytes;
    try {
      for (const { spans } of ggufSource('fuzz', inMemory(cut)).tensors.values()) {
        for (const { offset, length } of spans)
          expect(offset + length).toBeLessThanOrEqual(cut.length);
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
});
