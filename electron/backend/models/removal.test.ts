import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspace } from '../../../nodes/files/workspace.ts';
import { createRemoval } from './removal.ts';

let data: string;
let folder: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'removal-'));
  folder = join(data, 'models', 'vae');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(data, { recursive: true }));

const removalOf = () =>
  createRemoval(
    createWorkspace({ data, models: [join(data, 'models')], bundledModels: join(data, 'bundled') }),
    join(data, 'hidden.json'),
  );

test('a model is hidden, and comes back when that is undone', async () => {
  const path = join(folder, 'mine.safetensors');
  writeFileSync(path, 'x');
  const removal = removalOf();
  const { undo } = await removal.remove('vae', 'mine.safetensors');
  expect(existsSync(path)).toBe(false);
  await removal.restore(undo);
  expect(existsSync(path)).toBe(true);
  removal.close();
});

test('a model in parts is not torn', async () => {
  const parts = ['m-00001-of-00002.safetensors', 'm-00002-of-00002.safetensors'];
  for (const name of parts) writeFileSync(join(folder, name), 'x');
  const map = Object.fromEntries(parts.map((name, i) => [`x${i}`, name]));
  writeFileSync(join(folder, 'm.safetensors.index.json'), JSON.stringify({ weight_map: map }));
  const removal = removalOf();
  await expect(removal.remove('vae', parts[0] ?? '')).rejects.toThrow(
    expect.objectContaining({ code: 'model_in_parts' }),
  );
  expect(existsSync(join(folder, parts[0] ?? ''))).toBe(true);
  removal.close();
});
