import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../errors.ts';
import { checkUnchanged } from './check-unchanged.ts';
import { readTensor } from './read-tensor.ts';
import { openSafetensors } from './safetensors.ts';
import { f32, fileBytes, safetensorsBytes, writeSafetensors } from './safetensors.fixture.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'safetensors-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What opening these bytes ends in: the error's code, when its message names the file. */
function codeOf(bytes: Uint8Array): string {
  const path = join(dir, 'bad.safetensors');
  writeFileSync(path, bytes);
  return errorCode(path);
}

function errorCode(path: string): string {
  try {
    openSafetensors(path);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.includes(path) ? error.code : error.message;
  }
}

const entry = (dtype: unknown, shape: unknown, offsets: unknown) =>
  JSON.stringify({ dtype, shape, data_offsets: offsets });
const header = (entries: Record<string, string>) =>
  `{${Object.entries(entries)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join()}}`;
const two = (a: string, b: string, data: number) => fileBytes(header({ a, b }), Buffer.alloc(data));
const one = (dtype: unknown, shape: unknown, offsets: unknown, data = 8) =>
  fileBytes(header({ a: entry(dtype, shape, offsets) }), Buffer.alloc(data));
const claiming = (length: bigint) => {
  const bytes = Buffer.alloc(64, '{');
  bytes.writeBigUInt64LE(length);
  return bytes;
};

describe('a good file', () => {
  test('gives names, shapes, places, metadata and values', () => {
    const path = writeSafetensors(
      join(dir, 'good.safetensors'),
      { a: f32([1, 2, 3, 4, 5, 6], [2, 3]), scalar: f32([7], []), empty: f32([], [0, 4]) },
      { format: 'pt' },
    );
    const source = openSafetensors(path);
    expect(source.metadata).toEqual({ format: 'pt' });
    expect(readTensor(source, 'a')).toEqual({
      data: Float32Array.of(1, 2, 3, 4, 5, 6),
      shape: [2, 3],
    });
    expect(readTensor(source, 'scalar')).toEqual({ data: Float32Array.of(7), shape: [] });
    expect(readTensor(source, 'empty').data).toHaveLength(0);
  });

  test('may have no tensors', () => {
    expect(codeOf(fileBytes('{}'))).toBe('accepted');
  });

  test('behind a link is opened by its real path', () => {
    mkdirSync(join(dir, 'blobs'));
    const blob = writeSafetensors(join(dir, 'blobs', 'abc123'), { a: f32([1]) });
    const link = join(dir, 'model.safetensors');
    symlinkSync(blob, link);
    const source = openSafetensors(link);
    expect(source.label).toBe(link);
    expect(source.tensors.get('a')?.file).toBe(blob);
  });

  test('has another identity when its header or its time changes', () => {
    const path = writeSafetensors(join(dir, 'same.safetensors'), { a: f32([1]) });
    utimesSync(path, 1, 1);
    const first = openSafetensors(path).identity;
    writeSafetensors(path, { b: f32([1]) });
    utimesSync(path, 1, 1);
    const renamed = openSafetensors(path).identity;
    utimesSync(path, 2, 2);
    expect(new Set([first, renamed, openSafetensors(path).identity]).size).toBe(3);
  });
});

describe('a file that changed after it was opened is not mapped', () => {
  test.each([
    ['shorter', (path: string) => writeFileSync(path, 'gone')],
    ['removed', (path: string) => rmSync(path)],
    ['touched', (path: string) => utimesSync(path, 5, 5)],
  ])('%s', (_, change) => {
    const source = openSafetensors(writeSafetensors(join(dir, 'x.safetensors'), { a: f32([1]) }));
    expect(() => checkUnchanged(source)).not.toThrow();
    change(join(dir, 'x.safetensors'));
    expect(() => checkUnchanged(source)).toThrow(
      expect.objectContaining({ code: 'weights_changed' }),
    );
  });
});

describe('bad input gets an error of its own', () => {
  const million = () => {
    const text = Array.from({ length: 1_000_000 }, (_, i) => `"${i}":[]`).join();
    return fileBytes(`{${text}}`);
  };
  const manyTensors = () => {
    const text = Array.from({ length: 100_001 }, (_, i) => `"${i}":${entry('F32', [0], [0, 0])}`);
    return fileBytes(`{${text.join()}}`);
  };

  test.each<[string, string, () => Uint8Array]>([
    ['empty', 'weights_too_small', () => Buffer.alloc(0)],
    ['7 bytes', 'weights_too_small', () => Buffer.alloc(7)],
    ['header of 2^63 bytes', 'weights_header_length', () => claiming(2n ** 63n)],
    ['header longer than the file', 'weights_header_length', () => claiming(57n)],
    ['empty header', 'weights_header_start', () => claiming(0n)],
    [
      'not UTF-8',
      'weights_header_text',
      () => Buffer.concat([fileBytes('{"a').subarray(0, 11), Buffer.of(0xff)]).fill(4, 0, 1),
    ],
    ['no opening brace', 'weights_header_start', () => fileBytes('"text"')],
    ['byte order mark', 'weights_header_start', () => fileBytes('\uFEFF{}')],
    ['broken JSON', 'weights_header_json', () => fileBytes('{"a":')],
    ['entry null', 'weights_header_json', () => fileBytes('{"a":null}')],
    ['entry without dtype', 'weights_header_json', () => fileBytes('{"a":{}}')],
    [
      'web page',
      'weights_web_page',
      () => Buffer.from('<!DOCTYPE html><html><head><title>Sign in'),
    ],
    [
      'Git LFS pointer',
      'weights_lfs_pointer',
      () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a'),
    ],
    [
      'zip of pickles',
      'weights_pickle',
      () => Buffer.from('PK\x03\x04\x00\x00\x08\x08 archive/data.pkl', 'latin1'),
    ],
    [
      'bare pickle',
      'weights_pickle',
      () => Buffer.from('\x80\x02}q\x00(X\x0a\x00\x00\x00state_dict', 'latin1'),
    ],
    ['GGUF', 'weights_gguf', () => Buffer.from('GGUF\x03\x00\x00\x00 and so on')],
    ['JSON file', 'weights_json', () => Buffer.from('{"error": "Repository not found"}')],
    ['gzip', 'weights_archive', () => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0])],
    [
      'overlap',
      'weights_offsets',
      () => two(entry('F32', [2], [0, 8]), entry('F32', [2], [4, 12]), 12),
    ],
    [
      'hole',
      'weights_offsets',
      () => two(entry('F32', [2], [0, 8]), entry('F32', [2], [12, 20]), 20),
    ],
    ['reversed', 'weights_offsets', () => one('F32', [2], [8, 0])],
    ['bytes behind the last tensor', 'weights_offsets', () => one('F32', [2], [0, 8], 9)],
    ['not from 0', 'weights_offsets', () => one('F32', [1], [4, 8])],
    ['offsets not numbers', 'weights_offsets', () => one('F32', [2], ['0', '8'])],
    ['three offsets', 'weights_offsets', () => one('F32', [2], [0, 8, 8])],
    ['cut short', 'weights_truncated', () => one('F32', [4], [0, 16])],
    ['shape against bytes', 'weights_shape', () => one('F32', [3], [0, 8])],
    ['negative dimension', 'weights_shape', () => one('F32', [-2], [0, 8])],
    ['fractional dimension', 'weights_shape', () => one('F32', [0.5], [0, 8])],
    ['dimension of 1e308', 'weights_shape', () => one('F32', [1e308], [0, 8])],
    ['shape not a list', 'weights_shape', () => one('F32', 2, [0, 8])],
    ['shape beyond 2^64', 'weights_shape_overflow', () => one('F32', [2 ** 40, 2 ** 40], [0, 8])],
    ['dtype F4', 'weights_type', () => one('F4', [2], [0, 1])],
    ['dtype FP16', 'weights_type', () => one('FP16', [4], [0, 8])],
    ['dtype toString', 'weights_type', () => one('toString', [4], [0, 8])],
    [
      'listed twice',
      'weights_duplicate',
      () =>
        fileBytes(
          `{"a":${entry('F32', [2], [0, 8])},"\\u0061":${entry('F32', [2], [0, 8])}}`,
          Buffer.alloc(8),
        ),
    ],
    ['metadata number', 'weights_metadata', () => fileBytes('{"__metadata__":{"step":7}}')],
    ['metadata list', 'weights_metadata', () => fileBytes('{"__metadata__":[]}')],
    ['a million tensors', 'weights_too_many_tensors', million],
    ['100,001 tensors', 'weights_too_many_tensors', manyTensors],
    ['64 deep', 'weights_nested', () => fileBytes(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)],
    [
      '100,000 deep',
      'weights_nested',
      () => fileBytes(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    ],
  ])('%s: %s', (_, code, bytes) => {
    expect(codeOf(bytes())).toBe(code);
  });

  test('a missing file, a folder and a link to nothing', () => {
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling'));
    const codes = ['missing', '.', 'dangling'].map((name) => errorCode(join(dir, name)));
    expect(codes).toEqual(Array(3).fill('weights_unreadable'));
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'that may not be read is refused with the reason',
    () => {
      const path = writeSafetensors(join(dir, 'closed.safetensors'), { a: f32([1]) });
      chmodSync(path, 0);
      expect(() => openSafetensors(path)).toThrow('cannot be opened (EACCES)');
    },
  );

  test('supported types are listed for an unknown one', () => {
    writeFileSync(join(dir, 'type.safetensors'), one('F8_E8M0', [8], [0, 8]));
    expect(() => openSafetensors(join(dir, 'type.safetensors'))).toThrow(
      /"a" is stored as F8_E8M0; supported: F64, F32, F16, BF16/,
    );
  });
});

describe('mutated headers', () => {
  const good = safetensorsBytes(
    { 'a.weight': f32([1, 2, 3, 4], [2, 2]), 'a.bias': f32([1, 2]), 'b.weight': f32([3], [1, 1]) },
    { format: 'pt' },
  );
  const headerEnd = 8 + good.readUInt32LE(0);

  test('give a UserError or open within the file, 600 of them', () => {
    let state = 12345;
    const random = (n: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const digits = ['-1', '1e308', '0.5', '18446744073709551616', '9007199254740993', '""', '[]'];
    let refused = 0;
    for (let round = 0; round < 600; round++) {
      let bytes: Buffer = Buffer.from(good);
      const kind = random(4);
      if (kind === 0) bytes[random(headerEnd)] = random(256);
      else if (kind === 1) bytes = bytes.subarray(0, random(bytes.length));
      else if (kind === 2) bytes.writeBigUInt64LE(BigInt(random(2 ** 32)) << BigInt(random(32)));
      else {
        const text = bytes.toString('utf8', 8, headerEnd);
        const numbers = [...text.matchAll(/\d+/g)];
        const chosen = numbers[random(numbers.length)] as RegExpExecArray;
        const other = digits[random(digits.length)] ?? '';
        const after = text.slice(chosen.index + chosen[0].length);
        bytes = fileBytes(text.slice(0, chosen.index) + other + after, bytes.subarray(headerEnd));
      }
      const path = join(dir, 'fuzz.safetensors');
      writeFileSync(path, bytes);
      try {
        const { tensors } = openSafetensors(path);
        for (const { spans } of tensors.values()) {
          for (const { offset, length } of spans) {
            expect(offset + length).toBeLessThanOrEqual(bytes.length);
          }
        }
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(400);
  });
});
