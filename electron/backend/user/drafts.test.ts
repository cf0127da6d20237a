import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drafts } from './drafts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (n: number) => JSON.stringify({ n, nodes: Array.from({ length: 20 }, (_, i) => i) });
const files = () => readdirSync(folder).toSorted();
const newest = () => join(folder, files().at(-1) ?? '');

async function written(count: number) {
  const store = drafts(folder);
  for (let n = 1; n <= count; n++) await store.write('tab.a', text(n), false);
  return store;
}

describe('drafts', () => {
  it('gives the newest generation and keeps four', async () => {
    const store = await written(9);
    expect(await store.read('tab.a')).toMatchObject({ generation: 9, damaged: 0, text: text(9) });
    expect(files()).toHaveLength(4);
    expect(await store.list()).toMatchObject([{ id: 'tab.a', generation: 9, damaged: 0 }]);
    await store.remove('tab.a');
    expect(files()).toEqual([]);
    expect(await store.read('tab.a')).toBeNull();
  });

  it('keeps a graph with nodes however often an empty one is written after it', async () => {
    const store = await written(2);
    for (let i = 0; i < 12; i++) await store.write('tab.a', '{"nodes":[]}', true);
    const texts = files().map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts.some((content) => content.endsWith(text(2)))).toBe(true);
    expect(texts.length).toBeLessThanOrEqual(5);
  });

  it('writes of one draft at once do not lose one another', async () => {
    const store = drafts(folder);
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, n) => store.write('tab.a', text(n), false)),
    );
    expect(new Set(all.map((info) => info.generation)).size).toBe(10);
    expect((await store.read('tab.a'))?.text).toBe(text(9));
  });

  const previous = { generation: 2, damaged: 1, text: text(2) };

  it('a newest file cut at any of 50 places gives the one before it, and says so', async () => {
    const store = await written(3);
    const whole = readFileSync(newest());
    for (let i = 0; i < 50; i++) {
      writeFileSync(newest(), whole.subarray(0, Math.floor((whole.length * i) / 50)));
      expect(await store.read('tab.a')).toMatchObject(previous);
    }
    expect(await store.list()).toMatchObject([{ generation: 2, damaged: 1 }]);
  });

  it('flipped bytes and zeroes give the one before it', async () => {
    const store = await written(3);
    const whole = readFileSync(newest());
    let state = 1;
    for (let i = 0; i < 1000; i++) {
      state = (state * 48_271) % 2_147_483_647;
      const bytes = Buffer.from(whole);
      const at = state % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 + (state % 255));
      writeFileSync(newest(), bytes);
      expect(await store.read('tab.a')).toMatchObject(previous);
    }
    writeFileSync(newest(), Buffer.alloc(whole.length));
    expect(await store.read('tab.a')).toMatchObject(previous);
  });

  it('counts on after damage, and never drops a whole generation for a damaged one', async () => {
    const store = await written(4);
    for (const name of files().slice(1)) writeFileSync(join(folder, name), '');
    expect(await store.read('tab.a')).toMatchObject({ generation: 1, damaged: 3 });
    await store.write('tab.a', text(5), false);
    expect(await store.read('tab.a')).toMatchObject({ generation: 5, damaged: 0, text: text(5) });
    writeFileSync(newest(), '');
    expect(await store.read('tab.a')).toMatchObject({ generation: 1, text: text(1) });
  });

  it('all damaged: there is no draft, and nothing is thrown away by reading', async () => {
    const store = await written(2);
    for (const name of files()) writeFileSync(join(folder, name), '{"nodes":[]}');
    expect(await store.read('tab.a')).toBeNull();
    expect(await store.list()).toEqual([]);
    expect(files()).toHaveLength(2);
  });
});
