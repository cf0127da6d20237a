import { createHash } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changedFiles } from './integrity.ts';

test('a file that was changed after packing is named, one that was not packed is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'integrity-'));
  const hashes = Object.fromEntries(
    ['a.node', 'lib/b.so', 'c.ts'].map((name) => [
      name,
      createHash('sha256').update(name).digest('hex'),
    ]),
  );
  mkdirSync(join(folder, 'lib'));
  for (const name of Object.keys(hashes)) writeFileSync(join(folder, name), name);
  expect(await changedFiles(folder, hashes)).toEqual([]);
  writeFileSync(join(folder, 'lib/b.so'), 'lib/b.sp');
  rmSync(join(folder, 'c.ts'));
  expect(await changedFiles(folder, hashes)).toEqual(['lib/b.so']);
  rmSync(folder, { recursive: true });
});
