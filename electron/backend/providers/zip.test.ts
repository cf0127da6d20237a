import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { zipOf } from './archive.fixture.ts';
import { extract, zipEntries } from './zip.ts';

const content = Buffer.from('a line that repeats\n'.repeat(1000));
const whole = zipOf([{ path: 'a/b', bytes: content }]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function unpacked(archive: Buffer): Promise<Buffer> {
  const path = join(folder, 'a.zip');
  writeFileSync(path, archive);
  await using file = await open(path, 'r');
  const entry = (await zipEntries(file)).get('a/b');
  if (!entry) throw new Error('not listed');
  await extract(file, entry, join(folder, 'b'));
  return readFileSync(join(folder, 'b'));
}

test.each([true, false])('a file comes out as it was (stored: %s)', async (isStored) => {
  const out = await unpacked(zipOf([{ path: 'a/b', bytes: content, isStored }]));
  expect(out.equals(content)).toBe(true);
});

test('a comment at the end is passed over', async () => {
  const comment = Buffer.alloc(1000, 'x');
  expect((await unpacked(Buffer.concat([whole, comment]))).equals(content)).toBe(true);
});

const changed = (at: number, xor: number) => {
  const copy = Buffer.from(whole);
  copy.writeUInt8(copy.readUInt8(at) ^ xor, at);
  return copy;
};
const list = whole.indexOf('PK\x01\x02', 0, 'latin1');

test.each([
  ['empty', Buffer.alloc(0)],
  ['cut off', whole.subarray(0, whole.length - 30)],
  ['not an archive', Buffer.alloc(5000, 1)],
  ['broken in its list', changed(list, 0xff)],
  ['broken in a file', changed(45, 0xff)],
  ['of another checksum', changed(list + 16, 1)],
  ['of another length', changed(list + 24, 1)],
  ['packed by another method', changed(list + 10, 4)],
])('%s', async (_what, archive) => {
  await expect(unpacked(archive)).rejects.toMatchObject({ code: 'archive_damaged' });
});
