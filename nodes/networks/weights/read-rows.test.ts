import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRows } from './read-rows.ts';
import { f32, writeSafetensors } from './safetensors.fixture.ts';
import { openSafetensors } from './safetensors.ts';

const path = join(mkdtempSync(join(tmpdir(), 'taca-rows-')), 'table.safetensors');
const half = {
  dtype: 'F16',
  shape: [2, 2],
  bytes: new Uint8Array(Float16Array.of(1, 2, 3, 4).buffer),
};
const table = f32([0, 1, 10, 11, 20, 21], [3, 2]);
const open = () => openSafetensors(writeSafetensors(path, { before: f32([9]), table, half }));

test('rows come in the order asked for, as often as asked for', () => {
  const { data, shape } = readRows(open(), 'table', [2, 0, 2]);
  expect([...data]).toEqual([20, 21, 0, 1, 20, 21]);
  expect(shape).toEqual([3, 2]);
});

test('half precision is widened', () => {
  expect([...readRows(open(), 'half', [1]).data]).toEqual([3, 4]);
});

test('a row beyond the table is refused with the likely cause', () => {
  expect(() => readRows(open(), 'table', [1, 3])).toThrow('has 3 rows; row 3 was asked for');
});

test('a file that was replaced since is not read', () => {
  const source = open();
  writeSafetensors(path, { table: f32([0, 1, 10, 11], [2, 2]) });
  expect(() => readRows(source, 'table', [0])).toThrow('changed since it was opened');
});
